using CsCheck;
using SqlTls.Audit.Files;

namespace SqlTls.Tests.Audit.Files;

public class GitIgnoreTests
{
    private static readonly string[] Pieces = ["a", "b", "ab", "*", "**", "?", "/", "/", "[ab]", "[!a]", "\\a", "!", "#", " ", "a.b", ".b"];
    private static readonly string[] Paths = ["a", "b", "ab", "a.b", "a/b", "b/a", "a/a/b", "b/ab/a", "ab/a.b", "a/b/a/b", "a b"];

    [RequiresFact("git")]
    public async Task What_git_ignores_is_ignored()
    {
        using var folder = new TemporaryFolder();
        await Tool.RunAsync("git", ["init", "-q"], workingFolder: folder.Path);
        Gen<string[]> files = Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).List[1, 5].Select(string.Concat).Array[1, 3];

        await files.SampleAsync(
            async lines =>
            {
                folder.Write(".gitignore", string.Join('\n', lines));
                Tool git = await Tool.RunAsync("git", ["check-ignore", "--no-index", "--stdin"], string.Join('\n', Paths) + "\n", workingFolder: folder.Path);
                GitIgnore? ours = GitIgnore.Above(folder.Path);

                string[] ignored = [.. Paths.Where(path => IsIgnored(ours, folder.Path, path))];

                Assert.Equal(git.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => path.Trim('"')), ignored);
            },
            iter: 150,
            threads: 1);
    }

    // Nothing in an ignored folder can be taken back.
    private static bool IsIgnored(GitIgnore? ignore, string root, string path)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (ignore?.Excludes(Path.Combine(root, path[..slash]), isFolder: true) == true)
            {
                return true;
            }
        }

        return ignore?.Excludes(Path.Combine(root, path), isFolder: false) == true;
    }
}

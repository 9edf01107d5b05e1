using System.Data.Common;
using Microsoft.Build.Framework;
using SqlTls.Certificates;
using SqlTls.Verification;
using SqlTlsTasks.Diagnostics;

namespace SqlTlsTasks.Items;

/// <summary>A <c>SqlTlsConnection</c> item: a connection string that is to be proved.</summary>
/// <param name="Item">The item, for its metadata and its place; the first of those that a string was split into.</param>
/// <param name="Text">What the project says: a connection string, or a name where <c>Variable</c> names the environment variable that holds it.</param>
internal sealed record ConnectionItem(ITaskItem Item, string Text)
{
    /// <summary>Keeps the connection string out of logs.</summary>
    public override string ToString() => Name;

    private static readonly string[] Known = ["Variable", "Optional", "PasswordVariable", "Authority", "ForceEncryption"];

    // What comes along unread with an item of ConfigureSqlServerTls' output; it always names its instance.
    private static readonly string[] Unread = ["Instance", "Server", "User", "Thumbprint", "CertificateFile", "Report", "Changed", "Odbc", "Jdbc", "Go", "Node", "Sqlcmd", "Ssms"];

    private const string Type = "SqlTlsConnection";

    private static readonly string[] ServerKeywords = ["Server", "Data Source", "Address", "Addr", "Network Address"];

    private ItemMetadata Metadata => new(Item, Type, () => Name);

    /// <summary>Where it stands.</summary>
    public ProjectPlace Place => ProjectPlace.Of(Item, Type);

    /// <summary>How messages call it: never by a text that may hold a password.</summary>
    public string Name => Metadata.Text("Instance") ?? Metadata.Text("Variable") ?? ServerOf(Text) ?? "connection string";

    /// <summary>It need not be verified where its variable is not set, and that is so.</summary>
    /// <exception cref="SqlTlsException">SQLTLS5011: <c>Optional</c> is neither true nor false.</exception>
    public bool IsLeftOut => ProjectPlace.At(Item, Type, () => Metadata.Flag("Optional") == true && Metadata.Text("Variable") is { } variable && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)));

    /// <summary>A password stands in the item itself.</summary>
    public bool HoldsPassword => Metadata.Text("Variable") is null && Builder(Text) is { } builder && (builder.ContainsKey("Password") || builder.ContainsKey("Pwd"));

    /// <summary>
    /// Connection strings as they were before MSBuild took their semicolons for the ends of items, which it does with <c>Include="$(Property)"</c>:
    /// pairs that follow each other and agree in their metadata belong together until a keyword comes again.
    /// </summary>
    /// <param name="items">The items, in the project's order.</param>
    public static IReadOnlyList<ConnectionItem> Read(IEnumerable<ITaskItem> items)
    {
        var read = new List<ConnectionItem>();
        var keywords = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (ITaskItem item in items)
        {
            string keyword = KeywordOf(item.ItemSpec);
            bool whole = keyword.Length == 0 || item.ItemSpec.Contains(';', StringComparison.Ordinal);
            if (!whole && read.Count > 0 && keywords.Count > 0 && SameMetadata(read[^1].Item, item) && keywords.Add(keyword))
            {
                read[^1] = read[^1] with { Text = $"{read[^1].Text};{item.ItemSpec}" };
                continue;
            }

            read.Add(new(item, item.ItemSpec));
            keywords.Clear();
            if (!whole)
            {
                _ = keywords.Add(keyword);
            }
        }

        return read;
    }

    /// <summary>What is to be proved.</summary>
    /// <param name="directory">Full path; paths start there.</param>
    /// <param name="timeout">How long one attempt to connect may take.</param>
    /// <exception cref="SqlTlsException">Unknown metadata (SQLTLS5010), a variable that is not set (SQLTLS5013).</exception>
    public VerificationRequest Request(string directory, TimeSpan timeout) => ProjectPlace.At(Item, Type, () =>
    {
        Metadata.RefuseUnknown(Known, Metadata.Text("Instance") is null ? [] : Unread);
        return new VerificationRequest
        {
            ConnectionString = WithPassword(Metadata.Variable("Variable") ?? Text, Metadata.Variable("PasswordVariable")),
            Authority = Metadata.Text("Authority") is { } file ? CertificateImport.ReadAuthority(Path.GetFullPath(Paths.Native(file), directory)) : null,
            ForceEncryption = Metadata.Flag("ForceEncryption") == true,
            Timeout = timeout,
        };
    });

    // A text that cannot be parsed goes on as it is: verification says what is wrong with it.
    private static string WithPassword(string text, string? password)
    {
        if (password is null || Builder(text) is not { } builder)
        {
            return text;
        }

        _ = builder.Remove("Pwd");
        builder["Password"] = password;
        return builder.ConnectionString;
    }

    private static string? ServerOf(string text) => Builder(text) is { } builder
        ? ServerKeywords.Where(builder.ContainsKey).Select(key => $"{builder[key]}").FirstOrDefault()
        : null;

    private static DbConnectionStringBuilder? Builder(string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string KeywordOf(string text) => text.IndexOf('=', StringComparison.Ordinal) is var end and > 0 ? text[..end].Trim() : "";

    private static bool SameMetadata(ITaskItem one, ITaskItem other) =>
        one.CloneCustomMetadata() is { } first && other.CloneCustomMetadata() is { } second
        && first.Count == second.Count
        && first.Keys.Cast<string>().All(name => second.Contains(name) && Equals(first[name], second[name]));
}

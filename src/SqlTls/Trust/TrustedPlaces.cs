namespace SqlTls.Trust;

/// <summary>Where this user has ever let something be trusted: what <c>trust list</c> looks at beside the user's and the machine's own stores.</summary>
/// <param name="file">Full path of the list, a line for each place; it is made with the first.</param>
public sealed class TrustedPlaces(string file)
{
    /// <summary>The list of the user who runs this.</summary>
    public static TrustedPlaces OfThisUser { get; } = new(Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "sqltls", "trust", "places"));

    /// <summary>The places, oldest first.</summary>
    public IReadOnlyList<TrustedPlace> Read()
    {
        try
        {
            return [.. File.ReadLines(file).Select(line => line.Split(' ', 2)).Where(words => words.Length == 2).Select(words => new TrustedPlace(words[0], words[1]))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Takes a place into the list, or out of it.</summary>
    /// <param name="place">The place.</param>
    /// <param name="isTrusting">Something of ours is in it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task SetAsync(TrustedPlace place, bool isTrusting, CancellationToken cancellationToken)
    {
        if (Read().Contains(place) == isTrusting)
        {
            return;
        }

        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await using FileStream held = await WholeFile.LockAsync($"{file}.lock", cancellationToken);
            IEnumerable<TrustedPlace> others = Read().Where(known => known != place);
            string[] lines = [.. (isTrusting ? others.Append(place) : others).Select(known => $"{known.Kind} {known.Name}")];
            WholeFile.Write(file, System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written must not keep anybody from trusting in a place that can: it is listed where it is named.
        }
    }
}

namespace SqlTls.Cli;

/// <summary>Where a verb reads and writes: results on one stream, progress and messages on the other.</summary>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool IsInteractive, bool HasColor)
{
    public static Terminal OfThisProcess()
    {
        // Files and pipes get UTF-8 whatever the locale; a mark at the start would break the JSON.
        Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        bool interactive = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        bool color = interactive && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(Console.In, Console.Out, Console.Error, interactive, color);
    }
}

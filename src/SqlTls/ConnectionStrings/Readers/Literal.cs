namespace SqlTls.ConnectionStrings.Readers;

/// <summary>A text as the program will see it; every character knows where in the file it came from.</summary>
internal sealed record Literal(string Text, int[] Offsets, string? Provider = null);

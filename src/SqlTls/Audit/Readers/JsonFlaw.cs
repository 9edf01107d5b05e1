using System.Buffers;

namespace SqlTls.Audit.Readers;

/// <summary>What is wrong with JSON so that strings in it can be missed: brackets and quotes. Comments, commas and values that are none are no matter.</summary>
internal static class JsonFlaw
{
    private const string Language = "JSON";
    private const int DeepestNesting = 1000;

    private static readonly SearchValues<char> Marks = SearchValues.Create("[]{}\"'/");

    public static Flaw? In(string text)
    {
        var open = new Stack<int>();
        for (int at = Next(text, 0); at < text.Length; at = Next(text, at))
        {
            int start = at;
            switch (text[at])
            {
                case '[' or '{' when open.Count == DeepestNesting:
                    return Flaw.TooDeep(at, Language, DeepestNesting);
                case '[' or '{':
                    open.Push(at++);
                    break;
                case '"' or '\'':
                    at = AfterString(text, at);
                    break;
                case '/':
                    at = AfterComment(text, at);
                    break;
                default:
                    at = open.TryPop(out int opening) && text[opening] == Opening(text[at]) ? at + 1 : -1;
                    break;
            }

            if (at < 0)
            {
                return Flaw.Broken(start, Language);
            }
        }

        return open.TryPop(out int unclosed) ? Flaw.Broken(unclosed, Language) : null;
    }

    private static int Next(string text, int at) => text.AsSpan(at).IndexOfAny(Marks) is var mark and >= 0 ? at + mark : text.Length;

    private static char Opening(char closing) => closing == ']' ? '[' : '{';

    // -1 where it does not end on its line.
    private static int AfterString(string text, int at)
    {
        ReadOnlySpan<char> stops = [text[at], '\\', '\n'];
        for (int next = at + 1; text.AsSpan(Math.Min(next, text.Length)).IndexOfAny(stops) is var stop and >= 0; next += 2)
        {
            next += stop;
            if (text[next] != '\\')
            {
                return text[next] == '\n' ? -1 : next + 1;
            }
        }

        return -1;
    }

    // -1 where it does not end.
    private static int AfterComment(string text, int at) => text.AsSpan(at) switch
    {
        ['/', '/', ..] => text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length,
        ['/', '*', ..] => text.IndexOf("*/", at + 2, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : -1,
        _ => at + 1,
    };
}

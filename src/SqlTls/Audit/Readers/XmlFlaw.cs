using System.Xml;
using SqlTls.Audit.Files;

namespace SqlTls.Audit.Readers;

/// <summary>What is wrong with XML, as .NET's own reader sees it. A part of a document is fine, and so are prefixes and entities that are declared elsewhere.</summary>
internal static class XmlFlaw
{
    private const string Language = "XML";
    private const int DeepestNesting = 1000;

    private static readonly XmlReaderSettings Settings = new() { ConformanceLevel = ConformanceLevel.Auto, DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = false };

    public static Flaw? In(TextPiece whole)
    {
        string text = whole.Text;
        // What declares entities is not to be judged without them.
        if (!text.AsSpan().TrimStart().StartsWith("<") || text.Contains("<!DOCTYPE", StringComparison.Ordinal))
        {
            return null;
        }

        var names = new NameTable();
        using var reader = XmlReader.Create(new StringReader(text), Settings, new XmlParserContext(names, new AnyPrefix(names), null, XmlSpace.None));
        try
        {
            while (reader.Read())
            {
                if (reader.Depth > DeepestNesting)
                {
                    var place = (IXmlLineInfo)reader;
                    return Flaw.TooDeep(whole.At(place.LineNumber, place.LinePosition), Language, DeepestNesting);
                }
            }

            return null;
        }
        catch (XmlException exception)
        {
            // Its message quotes the text, and so may quote a password.
            return Flaw.Broken(whole.At(exception.LineNumber, exception.LinePosition), Language);
        }
    }

    private sealed class AnyPrefix(NameTable names) : XmlNamespaceManager(names)
    {
        public override string? LookupNamespace(string prefix) => base.LookupNamespace(prefix) ?? prefix;
    }
}

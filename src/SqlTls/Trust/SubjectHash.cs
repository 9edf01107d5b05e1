using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SqlTls.Trust;

/// <summary>The file name under which OpenSSL looks for an issuer in a folder, as <c>openssl x509 -subject_hash</c> prints it.</summary>
/// <remarks>Source: <c>X509_NAME_hash_ex</c> and <c>x509_name_canon</c> in OpenSSL's crypto/x509 (x509_cmp.c, x_name.c).</remarks>
internal static class SubjectHash
{
    private static readonly UniversalTagNumber[] Texts =
    [
        UniversalTagNumber.UTF8String, UniversalTagNumber.PrintableString, UniversalTagNumber.IA5String, UniversalTagNumber.BMPString,
        UniversalTagNumber.VisibleString, UniversalTagNumber.TeletexString,
    ];

    /// <summary>Eight hex digits.</summary>
    public static string Of(X509Certificate2 certificate)
    {
#pragma warning disable CA5350 // A file name, not a signature.
        byte[] digest = SHA1.HashData(Canonical(certificate.SubjectName.RawData));
#pragma warning restore CA5350
        return $"{BinaryPrimitives.ReadUInt32LittleEndian(digest):x8}";
    }

    // The sets of the name one after another, without the sequence around them.
    private static byte[] Canonical(byte[] name)
    {
        var canonical = new List<byte>();
        AsnReader sets = new AsnReader(name, AsnEncodingRules.DER).ReadSequence();
        while (sets.HasData)
        {
            AsnReader set = sets.ReadSetOf();
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSetOf())
            {
                while (set.HasData)
                {
                    Write(writer, set.ReadSequence());
                }
            }

            canonical.AddRange(writer.Encode());
        }

        return [.. canonical];
    }

    private static void Write(AsnWriter writer, AsnReader attribute)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(attribute.ReadObjectIdentifier());
            Asn1Tag tag = attribute.PeekTag();
            if (tag.TagClass == TagClass.Universal && Texts.Contains((UniversalTagNumber)tag.TagValue))
            {
                string text = attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue);
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, Canonical(text));
            }
            else
            {
                writer.WriteEncodedValue(attribute.ReadEncodedValue().Span);
            }
        }
    }

    // Blanks at the ends go, runs of them become one, and ASCII letters become small; all else stays.
    private static string Canonical(string text)
    {
        var canonical = new StringBuilder(text.Length);
        foreach (char letter in text.Trim(' ', '\t', '\n', '\v', '\f', '\r'))
        {
            bool blank = letter is ' ' or (>= '\t' and <= '\r');
            if (!blank)
            {
                _ = canonical.Append(char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter);
            }
            else if (canonical[^1] != ' ')
            {
                _ = canonical.Append(' ');
            }
        }

        return canonical.ToString();
    }
}

using System.Buffers.Binary;
using System.Text;

namespace SqlTls.Load;

/// <summary>What a client says when it logs in with a password (LOGIN7, MS-TDS 2.2.6.4).</summary>
internal static class Login
{
    private const int FixedSize = 94;
    private const int FirstField = 36;
    private const uint Tds74 = 0x74000004;

    /// <summary>The message, without packet headers.</summary>
    public static byte[] Message(string user, string password)
    {
        byte[] name = Encoding.Unicode.GetBytes(user);
        byte[] secret = [.. Encoding.Unicode.GetBytes(password).Select(Obfuscate)];
        byte[] login = [.. new byte[FixedSize], .. name, .. secret];
        BinaryPrimitives.WriteInt32LittleEndian(login, login.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(login.AsSpan(4), Tds74);
        Point(login, field: 1, FixedSize, name.Length);
        Point(login, field: 2, FixedSize + name.Length, secret.Length);
        return login;
    }

    // Its halves swapped, and XOR 0xA5.
    private static byte Obfuscate(byte plain) => (byte)(((plain << 4) | (plain >> 4)) ^ 0xA5);

    // Lengths count UTF-16 units.
    private static void Point(byte[] login, int field, int offset, int bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(login.AsSpan(FirstField + (field * 4)), (ushort)offset);
        BinaryPrimitives.WriteUInt16LittleEndian(login.AsSpan(FirstField + (field * 4) + 2), (ushort)(bytes / 2));
    }
}

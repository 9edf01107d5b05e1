using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using SqlTls.Endpoint.Queries;

namespace SqlTls.Endpoint.Sessions;

/// <summary>Builds the tokens of an answer (MS-TDS 2.2.7).</summary>
internal sealed class TokenWriter
{
    private const byte EnvironmentChange = 0xE3;
    private const byte Error = 0xAA;
    private const byte Information = 0xAB;
    private const byte LoginAcknowledgement = 0xAD;
    private const byte FeatureAcknowledgement = 0xAE;
    private const byte ColumnMetadata = 0x81;
    private const byte Row = 0xD1;
    private const byte ReturnStatus = 0x79;
    private const byte FeatureTerminator = 0xFF;
    private const byte IntegerType = 0x26;
    private const byte NVarCharType = 0xE7;
    private const int MaximumNVarCharBytes = 8000;

    // SQL Server cuts its own there (RAISERROR); a token's length has 16 bits.
    private const int MaximumMessageLength = 2047;

    // SQL_Latin1_General_CP1_CI_AS: what a default installation answers.
    private static readonly byte[] Collation = [0x09, 0x04, 0xD0, 0x00, 0x34];

    private readonly ArrayBufferWriter<byte> _tokens = new();

    /// <summary>How a DONE token ends a statement (MS-TDS 2.2.7.6).</summary>
    [Flags]
    public enum Completion : ushort
    {
        Final = 0x00,
        More = 0x01,
        Failed = 0x02,
        Counted = 0x10,
        Attention = 0x20,
    }

    public ReadOnlyMemory<byte> ToPayload() => _tokens.WrittenMemory;

    public void DatabaseChanged(string database) => Change(1, ShortText(database), ShortText("master"));

    public void LanguageChanged() => Change(2, ShortText("us_english"), ShortText(""));

    public void PacketSizeChanged(int packetSize) => Change(4, ShortText($"{packetSize}"), ShortText("4096"));

    public void CollationChanged() => Change(7, [(byte)Collation.Length, .. Collation], [0]);

    public void TransactionBegan(long id) => Change(8, [8, .. LongBytes(id)], [0]);

    public void TransactionEnded(byte kind, long id) => Change(kind, [0], [8, .. LongBytes(id)]);

    public void ConnectionReset() => Change(18, [0], [0]);

    public void LoginAccepted(uint tdsVersion, string program, Version version)
    {
        byte[] versionBytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(versionBytes, tdsVersion);
        int build = Math.Max(version.Build, 0);
        Sized(LoginAcknowledgement, [1, .. versionBytes, .. ShortText(program), (byte)version.Major, (byte)version.Minor, (byte)(build >> 8), (byte)build]);
        _tokens.Write([FeatureAcknowledgement, FeatureTerminator]);
    }

    public void Failed(SqlError error, string server) => Message(Error, error, server);

    public void Said(SqlError message, string server) => Message(Information, message, server);

    public void Rows(ResultSet result)
    {
        _tokens.Write([ColumnMetadata]);
        Number16(result.Columns.Count);
        foreach (ResultColumn column in result.Columns)
        {
            Describe(column);
        }

        _tokens.Write([Row]);
        foreach (ResultColumn column in result.Columns)
        {
            Value(column);
        }
    }

    public void Done(Completion completion, int rows = 0) => Done(0xFD, completion, rows);

    public void DoneInProcedure(Completion completion, int rows) => Done(0xFF, completion, rows);

    public void DoneProcedure(Completion completion) => Done(0xFE, completion, 0);

    public void Returned(int status)
    {
        _tokens.Write([ReturnStatus]);
        Number32(status);
    }

    private void Done(byte token, Completion completion, int rows)
    {
        _tokens.Write([token]);
        Number16((ushort)completion);
        Number16(0);
        Number32(rows);
        Number32(0);
    }

    private void Describe(ResultColumn column)
    {
        Number32(0);
        Number16(1);
        if (column.IsInteger)
        {
            _tokens.Write<byte>([IntegerType, 4]);
        }
        else
        {
            _tokens.Write([NVarCharType]);
            Number16(MaximumNVarCharBytes);
            _tokens.Write(Collation);
        }

        _tokens.Write(ShortText(column.Name));
    }

    private void Value(ResultColumn column)
    {
        switch (column.Value)
        {
            case int number:
                _tokens.Write<byte>([4]);
                Number32(number);
                break;
            case string text:
                byte[] bytes = Encoding.Unicode.GetBytes(text);
                int length = Math.Min(bytes.Length, MaximumNVarCharBytes);
                Number16(length);
                _tokens.Write(bytes.AsSpan(0, length));
                break;
            default:
                _tokens.Write(column.IsInteger ? [0] : [0xFF, 0xFF]);
                break;
        }
    }

    private void Message(byte token, SqlError error, string server)
    {
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, error.Number);
        byte[] text = Encoding.Unicode.GetBytes(error.Message.Length > MaximumMessageLength ? error.Message[..MaximumMessageLength] : error.Message);
        Sized(token, [.. number, error.State, error.Class, .. LengthBytes(text.Length / 2), .. text, .. ShortText(server), .. ShortText(""), 1, 0, 0, 0]);
    }

    private void Change(byte kind, byte[] now, byte[] before) => Sized(EnvironmentChange, [kind, .. now, .. before]);

    private void Sized(byte token, byte[] content)
    {
        _tokens.Write([token]);
        Number16(content.Length);
        _tokens.Write(content);
    }

    private void Number16(int number) => _tokens.Write(LengthBytes(number));

    private void Number32(int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        _tokens.Write(bytes);
    }

    private static byte[] LengthBytes(int length) => [(byte)length, (byte)(length >> 8)];

    private static byte[] LongBytes(long number) => BitConverter.GetBytes(number);

    private static byte[] ShortText(string text)
    {
        string cut = text.Length > byte.MaxValue ? text[..byte.MaxValue] : text;
        return [(byte)cut.Length, .. Encoding.Unicode.GetBytes(cut)];
    }
}

namespace SqlTls.Tds;

/// <summary>The first byte of a TDS packet (MS-TDS 2.2.3.1.1).</summary>
internal enum PacketType : byte
{
    SqlBatch = 0x01,
    Rpc = 0x03,
    TabularResult = 0x04,
    Attention = 0x06,
    TransactionManager = 0x0E,
    Login7 = 0x10,
    PreLogin = 0x12,
}

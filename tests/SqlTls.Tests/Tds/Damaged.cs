using CsCheck;

namespace SqlTls.Tests.Tds;

/// <summary>What a peer may send that means ill, or that the network broke.</summary>
internal static class Damaged
{
    // Where lengths and signs turn over.
    private static readonly Gen<byte> Telling = Gen.OneOf(Gen.Const<byte>(0), Gen.Const<byte>(1), Gen.Const<byte>(0x7F), Gen.Const<byte>(0x80), Gen.Const<byte>(0xFF));

    /// <summary>Anything.</summary>
    public static Gen<byte[]> Bytes { get; } = Gen.Byte.Array[0, 300];

    /// <summary>Something good, cut off somewhere and with a few bytes changed.</summary>
    public static Gen<byte[]> Of(byte[] good) => Gen.Select(
        Gen.Int[0, good.Length],
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.OneOf(Gen.Byte, Telling)).Array[0, 5],
        (length, edits) =>
        {
            byte[] bad = [.. good];
            foreach ((int at, byte value) in edits)
            {
                bad[at] = value;
            }

            return edits.Length > 2 ? bad : bad[..length];
        });
}

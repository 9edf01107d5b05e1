using System.Security.Cryptography;
using System.Text;
using SqlTls.Endpoint.Queries;
using SqlTls.Tds;

namespace SqlTls.Endpoint.Sessions;

/// <summary>Lets a client in, or says why not.</summary>
internal static class LoginAnswer
{
    private const uint Tds72 = 0x72000000;
    private const uint Tds80 = 0x08000000;
    private const int SmallestPacket = 512;
    private const int LargestPacket = 32767;

    public static SqlError? Refusal(Login7 login, string user, string password)
    {
        if (login.TdsVersion is < Tds72 and not Tds80)
        {
            return SqlError.NotUnderstood($"TDS version {login.TdsVersion:x8} is older than 7.2.");
        }

        bool isKnown = login.UserName.Equals(user, StringComparison.OrdinalIgnoreCase) & SameText(login.Password, password);
        return (isKnown, login.Database.ToUpperInvariant()) switch
        {
            (false, _) => SqlError.LoginFailed(login.UserName),
            (_, "" or "MASTER" or "TEMPDB") => null,
            _ => SqlError.CannotOpenDatabase(login.Database),
        };
    }

    public static ReadOnlyMemory<byte> Accept(Login7 login, SessionFacts facts)
    {
        var answer = new TokenWriter();
        answer.DatabaseChanged("master");
        answer.CollationChanged();
        answer.LanguageChanged();
        answer.LoginAccepted(login.TdsVersion, SessionContext.Program, facts.ServerVersion);
        answer.PacketSizeChanged(facts.PacketSize);
        answer.Done(TokenWriter.Completion.Final);
        return answer.ToPayload();
    }

    public static ReadOnlyMemory<byte> Refuse(SqlError error, SessionFacts facts)
    {
        var answer = new TokenWriter();
        answer.Failed(error, facts.ServerName);
        answer.Done(TokenWriter.Completion.Failed);
        return answer.ToPayload();
    }

    public static int PacketSize(Login7 login) => login.PacketSize == 0
        ? TdsMessage.DefaultPacketSize
        : Math.Clamp(login.PacketSize, SmallestPacket, LargestPacket);

    private static bool SameText(string said, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.Unicode.GetBytes(said), Encoding.Unicode.GetBytes(expected));
}

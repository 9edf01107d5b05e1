using SqlTls.ConnectionStrings;

namespace SqlTls.Audit;

/// <summary>The audit's rules: one string and its driver in, verdicts out.</summary>
internal static class Rules
{
    private enum Setting
    {
        NotStated,
        Unknown,
        Off,
        On,
        Strict,
        Refused,
    }

    public static IEnumerable<Verdict> Judge(ConnectionString text, ClientDriver driver)
    {
        if (IsOthers(text, driver))
        {
            yield break;
        }

        (Pair? encryptPair, Setting encrypt) = Worst(text.Dialect == Dialect.OleDb ? WithoutIdle(text) : text, Word.Encrypt, Setting.Off, value => Encrypt(text.Dialect, driver, value));
        (Pair? trustPair, Setting trust) = Worst(text, Word.TrustServerCertificate, Setting.On, value => Trust(text.Dialect, driver, value));
        Severity weight = text.IsLoopback ? Severity.Warning : Severity.Error;

        if (text.Error >= 0 && text.Dialect == Dialect.AdoNet)
        {
            yield return new(AuditCodes.Refused, Severity.Error, "The driver cannot parse this connection string.", "Write it as key=value pairs with ';' between them, and quote values that hold ';' or quotes.");
        }
        else if (encrypt == Setting.Refused)
        {
            yield return new(AuditCodes.Refused, Severity.Error, $"{Name(driver)} refuses this string: it does not know the value of '{encryptPair!.Value.Key}'.", "Write Encrypt=true.");
        }
        else if (trust == Setting.Refused)
        {
            yield return new(AuditCodes.Refused, Severity.Error, $"{Name(driver)} refuses this string: it does not know the value of '{trustPair!.Value.Key}'.", "Write TrustServerCertificate=false.");
        }

        if (encrypt == Setting.Off && !text.IsLocalOnly)
        {
            string on = On(text.Dialect, encryptPair!.Value.Value!);
            yield return new(AuditCodes.EncryptionOff, weight, $"Encryption is switched off by '{encryptPair.Value.Key}'.", $"Change the value of '{encryptPair.Value.Key}' to {on}.", encryptPair, on);
        }

        if (trust == Setting.On && encrypt != Setting.Strict && !text.IsLocalOnly)
        {
            yield return new(AuditCodes.NotValidated, weight, $"The server's certificate is not validated, because of '{trustPair!.Value.Key}'.", $"Change the value of '{trustPair.Value.Key}' to {Opposite(trustPair.Value.Value!)}, and let the client trust the server's authority.", MayBeOthers(text, driver) ? null : trustPair, Opposite(trustPair.Value.Value!));
        }

        if (encrypt == Setting.NotStated && !text.IsLocalOnly && !text.IsFragment && !text.HasHole && text.Error < 0 && driver.EncryptsByDefault != true)
        {
            yield return driver.EncryptsByDefault == false
                ? new(AuditCodes.NotStated, Severity.Warning, $"Encryption is not stated, and {driver.Name} does not encrypt by default.", Addition(text.Dialect))
                : new(AuditCodes.NotStated, Severity.Note, "Encryption is not stated, and the driver's default is not known.", Addition(text.Dialect));
        }

        if (encrypt == Setting.Strict && trust == Setting.On)
        {
            yield return new(AuditCodes.StrictIgnoresTrust, Severity.Note, "Strict encryption ignores the TrustServerCertificate that stands beside it.", "Remove TrustServerCertificate.");
        }

        bool off = encrypt == Setting.Off || (encrypt == Setting.NotStated && driver.EncryptsByDefault == false);
        if ((off || (trust == Setting.On && encrypt != Setting.Strict)) && (text.Last(Word.ServerCertificate) ?? text.Last(Word.HostNameInCertificate)) is { } idle)
        {
            yield return new(AuditCodes.NoEffect, Severity.Warning, $"'{idle.Key}' has no effect here: {(off ? "encryption is off" : "the certificate is not validated")}.", "Encrypt and validate, or remove it.");
        }

        if (text.Last(Word.Password) is { Value: { } password } && !password.Contains(Placeholders.Hole, StringComparison.Ordinal))
        {
            yield return new(AuditCodes.PasswordInFile, Severity.Note, "A password stands in the file.", "Keep it in a secret store or an environment variable, and change it: it is known now.");
        }
    }

    // A server, a database and a login alone may be MySQL's, where that is what the project talks to, and TrustServerCertificate Npgsql's.
    private static bool IsOthers(ConnectionString text, ClientDriver driver) => driver == ClientDriver.OtherDatabase && IsPlain(text);

    // What may be Npgsql's is told, and not changed.
    private static bool MayBeOthers(ConnectionString text, ClientDriver driver) => driver == ClientDriver.Unknown && text.Dialect == Dialect.AdoNet && text.IsFragment && IsPlain(text);

    private static bool IsPlain(ConnectionString text) => text.Last(Word.Telling) is null && text.Last(Word.Encrypt) is null;

    // 'Encrypt' is a keyword of the providers' own strings. In one that names its provider it is taken, and switches nothing on
    // (MicrosoftDocs/sql-docs #7623).
    private static ConnectionString WithoutIdle(ConnectionString text) => text with
    {
        Pairs = [.. text.Pairs.Where(pair => !(pair.Word == Word.Encrypt && pair.Key.Trim().Equals("encrypt", StringComparison.OrdinalIgnoreCase) && Encrypt(text.Dialect, ClientDriver.Unknown, pair.Value) is Setting.On or Setting.Strict))],
    };

    private static string Addition(Dialect dialect) => dialect switch
    {
        Dialect.Odbc => "Add Encrypt=yes.",
        Dialect.OleDb => "Add 'Use Encryption for Data=true'; beside Provider, 'Encrypt' switches nothing on.",
        _ => "Add Encrypt=true.",
    };

    private static string Name(ClientDriver driver) => driver == ClientDriver.Unknown ? "The driver" : driver.Name;

    // Where a keyword is repeated and it hangs on the machine which one counts, the worst is meant.
    private static (Pair? Pair, Setting Setting) Worst(ConnectionString text, Word word, Setting worst, Func<string?, Setting> read)
    {
        (Pair? Pair, Setting Setting)[] settings = [.. text.MayCount(word).Select(pair => ((Pair?)pair, read(pair.Value)))];
        int bad = Array.FindIndex(settings, setting => setting.Setting == worst);
        return settings.Length == 0 ? (null, Setting.NotStated) : settings[bad < 0 ? ^1 : bad];
    }

    private static Setting Encrypt(Dialect dialect, ClientDriver driver, string? value)
    {
        if (value is null)
        {
            return Setting.NotStated;
        }

        if (!IsWord(value))
        {
            return Setting.Unknown;
        }

        bool booleanOnly = dialect == Dialect.AdoNet && (driver.IsSystemData || (driver.IsSqlClient && driver.Version?.Major < 5));
        return (value.ToLowerInvariant(), dialect) switch
        {
            ("mandatory" or "optional" or "strict", _) when booleanOnly => Setting.Refused,
            ("yes" or "no", Dialect.Jdbc) when value.Equals("yes", StringComparison.OrdinalIgnoreCase) => Setting.Refused,
            ("true" or "yes" or "mandatory", _) => Setting.On,
            ("false" or "no" or "optional", _) => Setting.Off,
            ("strict", _) => Setting.Strict,
            ("1" or "t", Dialect.Url or Dialect.Odbc or Dialect.Separate) => Setting.On,
            ("0" or "f" or "disable", Dialect.Url or Dialect.Odbc or Dialect.Separate) => Setting.Off,
            ("danger_plaintext", Dialect.Url) => Setting.Off,
            ("danger_plaintext", Dialect.AdoNet) when driver == ClientDriver.Unknown => Setting.Off,
            ("disable", Dialect.AdoNet) when driver.IsGo || driver == ClientDriver.Unknown => Setting.Off,
            ("0" or "f", Dialect.AdoNet) when driver.IsGo => Setting.Off,
            ("1" or "t", Dialect.AdoNet) when driver.IsGo => Setting.On,
            (_, Dialect.AdoNet) when driver.IsSqlClient || driver == ClientDriver.Unknown => Setting.Refused,
            (_, Dialect.Jdbc) => Setting.Refused,
            _ => Setting.Unknown,
        };
    }

    private static Setting Trust(Dialect dialect, ClientDriver driver, string? value) => value is null
        ? Setting.NotStated
        : !IsWord(value)
        ? Setting.Unknown
        : (value.Trim().ToLowerInvariant(), dialect) switch
        {
            ("true", _) => Setting.On,
            ("false", _) => Setting.Off,
            ("yes", not Dialect.Jdbc) => Setting.On,
            ("no", not Dialect.Jdbc) => Setting.Off,
            ("1" or "t", Dialect.Url or Dialect.Odbc or Dialect.OleDb or Dialect.Separate) => Setting.On,
            ("0" or "f", Dialect.Url or Dialect.Odbc or Dialect.OleDb or Dialect.Separate) => Setting.Off,
            ("1" or "t", _) when driver.IsGo => Setting.On,
            ("0" or "f", _) when driver.IsGo => Setting.Off,
            (_, Dialect.AdoNet) when driver.IsSqlClient || driver == ClientDriver.Unknown => Setting.Refused,
            (_, Dialect.Jdbc) => Setting.Refused,
            _ => Setting.Unknown,
        };

    // What is no word is filled in before the driver sees it, in a way of its own; or a sentence goes on behind it.
    private static bool IsWord(string value) => value.Trim().All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '+');

    // JDBC's driver knows no and not yes; tiberius' word for it, which Prisma takes over, has no opposite.
    private static string On(Dialect dialect, string value) =>
        (dialect == Dialect.Jdbc && value.Trim().Equals("no", StringComparison.OrdinalIgnoreCase)) || value.Contains('_', StringComparison.Ordinal) ? "true" : Opposite(value);

    private static string Opposite(string value)
    {
        string word = value.Trim();
        string opposite = word.ToLowerInvariant() switch
        {
            "true" => "false",
            "false" => "true",
            "yes" => "no",
            "no" => "yes",
            "optional" => "mandatory",
            "1" => "0",
            "0" => "1",
            "t" => "false",
            _ => "true",
        };
        return char.IsUpper(word[0]) ? char.ToUpperInvariant(opposite[0]) + opposite[1..] : opposite;
    }
}

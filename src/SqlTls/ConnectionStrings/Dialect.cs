namespace SqlTls.ConnectionStrings;

/// <summary>The family of drivers that a string is written for.</summary>
public enum Dialect
{
    /// <summary>SqlClient.</summary>
    AdoNet,

    /// <summary>ODBC: <c>Driver={…};</c>.</summary>
    Odbc,

    /// <summary>OLE DB: <c>Provider=…;</c>.</summary>
    OleDb,

    /// <summary><c>jdbc:sqlserver://…;</c>.</summary>
    Jdbc,

    /// <summary><c>sqlserver://…?</c> or <c>mssql://…?</c>.</summary>
    Url,
}

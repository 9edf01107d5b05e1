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

    /// <summary>Settings of their own that the program puts together: <c>DB_SERVER</c>, <c>DB_ENCRYPT</c>. How it reads them is not known.</summary>
    Separate,
}

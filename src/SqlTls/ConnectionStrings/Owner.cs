namespace SqlTls.ConnectionStrings;

/// <summary>Whose connection string pairs are: many databases write <c>key=value;</c>.</summary>
internal enum Owner
{
    /// <summary>Nothing tells; a string of SQL Server may still stand within.</summary>
    Unclear,

    /// <summary>SQL Server's.</summary>
    SqlServer,

    /// <summary>Another database's.</summary>
    Other,
}

namespace SqlTls.Tests.Audit.Readers;

/// <summary>What is joined to a literal and is none: a hole of the one, and a place for others.</summary>
public class JoinedLiteralTests
{
    private const string Bad = "Server=db;Initial Catalog=x;Encrypt=false";

    [Theory]
    [InlineData("a.py", "url = \"mssql+pyodbc:///?odbc_connect=\" + quote_plus(\"DRIVER={ODBC Driver 18 for SQL Server};SERVER=db;DATABASE=x;TrustServerCertificate=yes\")", "1:54 SQLTLS1002")]
    [InlineData("a.cs", "var s = \"x\" + Open(\"" + Bad + "\");", "1:21 SQLTLS1001")]
    [InlineData("a.cs", "var s = \"x\" + Open(1, Near(\"a)\" + b, \"" + Bad + "\")) + \"y\";", "1:39 SQLTLS1001")]
    [InlineData("a.cs", "var s = \"x\" + Open(\"y\" + Open(\"" + Bad + "\"));", "1:32 SQLTLS1001")]
    [InlineData("a.cs", "var s = \"x\" + Open(/* \"" + Bad + "\" */ a);", "")]
    [InlineData("a.cs", "var s = \"Server=\" + hosts[\"a]\"] + \";Initial Catalog=x;Encrypt=false\";", "1:10 SQLTLS1001")]
    [InlineData("a.cs", "var s = \"Server=\" + Get(\"TrustServerCertificate=true;Encrypt=false;Server=b\") + \";Initial Catalog=x;Encrypt=false\";", "1:10 SQLTLS1001,1:26 SQLTLS1001,1:26 SQLTLS1002")]
    [InlineData("a.js", "const s = 'Server=' + get('it\\'s)') + ';Initial Catalog=x;Encrypt=false'", "1:12 SQLTLS1001")]
    public void An_operands_own_literals_are_read(string name, string content, string findings) => Assert.Equal(findings, Findings.In(name, content));

    [Theory]
    [InlineData("url = f'mssql+pyodbc:///?odbc_connect={params}'")]
    [InlineData("url = 'mssql+pyodbc:///?odbc_connect=%s' % params")]
    [InlineData("url = 'mssql+pyodbc:///?odbc_connect=' + params")]
    public void What_SQLAlchemy_hands_to_ODBC_stands_elsewhere(string source) => Assert.Equal("", Findings.In("a.py", source));

    [Theory]
    [InlineData("C = \"" + Bad + "\"\n\"\"\"Of the orders.\"\"\"\n", "1:6 SQLTLS1001")]
    [InlineData("C = (\"Server=db;Initial Catalog=x;\"\n  \"Encrypt=false\")", "1:7 SQLTLS1001")]
    [InlineData("C = \"Server=db;Initial Catalog=x;\" \"\"\"Encrypt=false\"\"\"", "1:6 SQLTLS1001")]
    public void In_Python_literals_beside_each_other_join_and_documentation_does_not(string source, string findings) => Assert.Equal(findings, Findings.In("a.py", source));

    [Theory]
    [InlineData("a.ps1", "$s = \"Server=$($c[\"Host\"]);Initial Catalog=x;Encrypt=false\"", "1:7 SQLTLS1001")]
    [InlineData("a.kt", "val s = \"Server=${m[\"host\"]};Initial Catalog=x;Encrypt=false\"", "1:10 SQLTLS1001")]
    [InlineData("a.ts", "const s = `Server=${h ?? `a${b}`};Initial Catalog=x;Encrypt=false`;", "1:12 SQLTLS1001")]
    [InlineData("a.sh", "S=\"Server=$(cat \"$f\");Initial Catalog=x;Encrypt=false\"\n", "1:4 SQLTLS1001")]
    [InlineData("a.sh", "S=\"Server=${H:-\"db\"};Initial Catalog=x;Encrypt=false\"\n", "1:4 SQLTLS1001")]
    [InlineData("A.java", "String s = \"${\"; String t = \"" + Bad + "\";", "1:30 SQLTLS1001")]
    [InlineData("a.js", "const s = '${'; const t = '" + Bad + "';", "1:28 SQLTLS1001")]
    public void A_hole_may_hold_quotes(string name, string content, string findings) => Assert.Equal(findings, Findings.In(name, content));

    [Theory]
    [InlineData("let f = (*) 2 3\nlet s = \"" + Bad + "\"", "2:10 SQLTLS1001")]
    [InlineData("(* one (* two *) \"" + Bad + "\" *)\nlet s = \"" + Bad + "\"", "2:10 SQLTLS1001")]
    [InlineData("(* (*) \"" + Bad + "\" *) let s = \"" + Bad + "\"", "1:64 SQLTLS1001")]
    [InlineData("(***) let s = \"" + Bad + "\"", "1:16 SQLTLS1001")]
    [InlineData("(* (* \"" + Bad + "\" *)", "")]
    public void Comments_of_FSharp_nest(string source, string findings) => Assert.Equal(findings, Findings.In("a.fs", source));

    [Theory]
    [InlineData("a.sql", "/* one /* two */ '" + Bad + "' */ SELECT '" + Bad + "'", "1:73 SQLTLS1001")]
    [InlineData("a.kt", "/* one /* two */ \"" + Bad + "\" */ val s = \"" + Bad + "\"", "1:74 SQLTLS1001")]
    [InlineData("a.java", "/* one /* two */ String s = \"" + Bad + "\";", "1:30 SQLTLS1001")]
    public void Comments_of_other_languages_nest_where_their_compilers_say_so(string name, string source, string findings) => Assert.Equal(findings, Findings.In(name, source));
}

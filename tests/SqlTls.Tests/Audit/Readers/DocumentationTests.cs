namespace SqlTls.Tests.Audit.Readers;

/// <summary>Python's documentation is no code, and every other literal of three quotes is.</summary>
public class DocumentationTests
{
    private const string Bad = "Server=db;Initial Catalog=x;Encrypt=false";

    [Theory]
    [InlineData("\"\"\"\nConnects:\n\n    " + Bad + "\n\"\"\"\nimport a\n")]
    [InlineData("def f():\n    r'''As " + Bad + "'''\n    return 1\n")]
    [InlineData("C = \"a\"  # one\n\"\"\"" + Bad + "\"\"\"\n")]
    [InlineData("f(\")\", ')', 1)\r\n'''" + Bad + "'''\r\n")]
    [InlineData("class A:\n    '''One.'''\n\n    b: int = 1\n    '''" + Bad + "'''\n")]
    public void Documentation_is_passed_over(string source) => Assert.Equal("", Findings.In("a.py", source));

    [Theory]
    [InlineData("C = \"\"\"" + Bad + "\"\"\"\n", "1:8 SQLTLS1001")]
    [InlineData("C = \\\n\"\"\"" + Bad + "\"\"\"\n", "2:4 SQLTLS1001")]
    [InlineData("C = (\n  '''" + Bad + "'''\n)\n", "2:6 SQLTLS1001")]
    [InlineData("C = {\n  'a':\n  '''" + Bad + "'''\n}\n", "3:6 SQLTLS1001")]
    [InlineData("C = [a  # (\n  , b\n  '''" + Bad + "''']\n", "3:6 SQLTLS1001")]
    [InlineData("open(a,\n  f'''" + Bad + "''')\n", "2:7 SQLTLS1001")]
    [InlineData("'''One.'''\nC = '" + Bad + "'\n", "2:6 SQLTLS1001")]
    [InlineData("def f():\n    return \"\"\"" + Bad + "\"\"\"\n", "2:15 SQLTLS1001")]
    public void What_is_assigned_passed_or_returned_counts(string source, string findings) => Assert.Equal(findings, Findings.In("a.py", source));

    [Theory]
    [InlineData("a.kt", "val s =\n\n\"\"\"" + Bad + "\"\"\"\n", "3:4 SQLTLS1001")]
    [InlineData("a.kt", "f {\n\"\"\"" + Bad + "\"\"\"\n}\n", "2:4 SQLTLS1001")]
    public void Other_languages_have_none(string name, string source, string findings) => Assert.Equal(findings, Findings.In(name, source));
}

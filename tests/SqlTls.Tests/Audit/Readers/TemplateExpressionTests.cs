using SqlTls.Audit;

namespace SqlTls.Tests.Audit.Readers;

/// <summary>What an ARM template's expressions join.</summary>
public class TemplateExpressionTests
{
    [Theory]
    [InlineData("[concat('Data Source=tcp:', reference(concat('Microsoft.Sql/servers/', variables('s'))).fullyQualifiedDomainName, ',1433;Initial Catalog=', parameters('d'), ';User Id=', parameters('u'), '@', variables('s'), ';Password=', parameters('p'), ';Encrypt=False;')]", "1:21 SQLTLS1001")]
    [InlineData("[concat('Server=tcp:',parameters('s'),'.database.windows.net,1433;Database=', parameters('d'), ';User ID=u;Trusted_Connection=False;Encrypt=True;TrustServerCertificate=True;')]", "1:21 SQLTLS1002")]
    [InlineData("[concat('Server=tcp:',parameters('s'),';Database=', parameters('d'), ';User ID=u;Encrypt=True;TrustServerCertificate=False;')]", "")]
    [InlineData("[concat('Server=a;Database=b;User ID=u;Password=''', parameters('p'), ';''''', ''';Encrypt=False')]", "1:21 SQLTLS1001")]
    [InlineData("[concat(concat('Server=', parameters('s')), ';Initial Catalog=x;', concat('Encrypt=', 'False'))]", "1:28 SQLTLS1001")]
    [InlineData("[if(equals(1, 2), Concat('Server=', parameters('s'), ';Initial Catalog=x;Encrypt=False'), concat('Server=', 'b', ';Initial Catalog=x;Encrypt=False'))]", "1:38 SQLTLS1001,1:110 SQLTLS1001")]
    [InlineData("[if(true(), 'Server=a;Initial Catalog=x;Encrypt=False', concat('a', 'b'))]", "1:25 SQLTLS1001")]
    [InlineData("[concat('Server=a;Initial Catalog=', if(true(), 'b', 'Encrypt=False'), ';Encrypt=', parameters('e'))]", "")]
    [InlineData("[concat('Server=a;Initial Catalog=x;Encrypt=False;", "1:21 SQLTLS1001")]
    [InlineData("[format('Server={0};Initial Catalog={1};Encrypt=False', parameters('s'), parameters('d'))]", "1:21 SQLTLS1001")]
    public void Its_texts_are_one_and_the_rest_of_it_holes(string expression, string findings) => Assert.Equal(findings, Findings.In("a.json", $$"""{"value": "{{expression}}"}"""));

    [Fact]
    public void What_stands_in_a_text_as_it_is_can_be_changed()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.json", "{\"a\": \"[concat('Server=', parameters('s'), ';Initial Catalog=x;Encrypt=False')]\"}");

        AuditFinding finding = Assert.Single(ConnectionStringAudit.AuditFile(file, new([], folder.Path)).Findings);

        Assert.Equal(("False", "True", 71), (finding.Edit!.Old, finding.Edit.New, finding.Edit.Offset));
    }
}

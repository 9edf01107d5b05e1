using SqlTls.Audit;

namespace SqlTls.Tests.Audit.Readers;

public class XmlEntityTests
{
    [Theory]
    [InlineData("Password=&quot;a;b&quot;")]
    [InlineData("Password=&apos;a;b&apos;")]
    [InlineData("Password=&#34;a;b&#34;")]
    [InlineData("Password=&#x22;a;b&#x22;")]
    [InlineData("Application Name=a&amp;b")]
    [InlineData("Application Name=&lt;a&gt;")]
    public void A_string_is_read_as_its_characters_are_meant(string value) =>
        Assert.Equal($"1:27 {AuditCodes.EncryptionOff}", Findings.In("a.config", $"<a><add connectionString=\"Server=db;Initial Catalog=x;{value};Encrypt=false\"/></a>"));
}

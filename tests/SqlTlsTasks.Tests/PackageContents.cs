using System.IO.Compression;
using System.Xml.Linq;

namespace SqlTlsTasks.Tests;

[Collection(SharedPackages.Name)]
public class PackageContents(Packages packages)
{
    private const long MostBytes = 12 * 1024 * 1024;

    [Fact]
    public void Flow_to_nobody()
    {
        using ZipArchive package = ZipFile.OpenRead(packages.File("SqlTlsTasks"));
        XElement metadata = Nuspec(package);

        Assert.Equal("true", metadata.Elements().Single(element => element.Name.LocalName == "developmentDependency").Value);
        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "dependency");
        Assert.DoesNotContain(package.Entries, entry => entry.FullName.StartsWith("lib/", StringComparison.Ordinal) || entry.FullName.StartsWith("ref/", StringComparison.Ordinal));
    }

    [Fact]
    public void Hold_the_connector_for_every_system_and_no_program_of_one()
    {
        using ZipArchive package = ZipFile.OpenRead(packages.File("SqlTlsTasks"));
        string[] connector = [.. package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("tools/net10.0/connector/", StringComparison.Ordinal))];

        Assert.Contains("tools/net10.0/connector/SqlTls.Connector.dll", connector);
        Assert.Contains("tools/net10.0/connector/runtimes/unix/lib/net9.0/Microsoft.Data.SqlClient.dll", connector);
        Assert.Contains("tools/net10.0/connector/runtimes/win/lib/net9.0/Microsoft.Data.SqlClient.dll", connector);
        Assert.Contains("tools/net10.0/connector/runtimes/win-x64/native/Microsoft.Data.SqlClient.SNI.dll", connector);
        Assert.Contains("tools/net10.0/connector/runtimes/win-arm64/native/Microsoft.Data.SqlClient.SNI.dll", connector);
        Assert.DoesNotContain(connector, name => Path.GetFileName(name) is "SqlTls.Connector" or "SqlTls.Connector.exe");
    }

    [Fact]
    public void Bring_no_MSBuild_of_their_own()
    {
        using ZipArchive package = ZipFile.OpenRead(packages.File("SqlTlsTasks"));

        Assert.DoesNotContain(package.Entries, entry => entry.Name.StartsWith("Microsoft.Build", StringComparison.Ordinal));
    }

    [Fact]
    public void Have_a_readme_an_icon_and_a_licence_and_are_small()
    {
        using ZipArchive package = ZipFile.OpenRead(packages.File("SqlTlsTasks"));
        XElement metadata = Nuspec(package);

        Assert.All(["readme", "icon"], name => Assert.NotNull(package.GetEntry(metadata.Elements().Single(element => element.Name.LocalName == name).Value)));
        Assert.Equal("MIT", metadata.Elements().Single(element => element.Name.LocalName == "license").Value);
        Assert.InRange(new FileInfo(packages.File("SqlTlsTasks")).Length, 1, MostBytes);
    }

    [Fact]
    public async Task Are_the_same_to_the_byte_when_packed_again()
    {
        using var again = new TemporaryFolder();

        await Packages.PackAsync("src/SqlTlsTasks", again.Path);

        Assert.Equal(await File.ReadAllBytesAsync(packages.File("SqlTlsTasks")), await File.ReadAllBytesAsync(again.File("SqlTlsTasks.0.1.0.nupkg")));
    }

    private static XElement Nuspec(ZipArchive package)
    {
        using Stream stream = package.GetEntry("SqlTlsTasks.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single();
    }
}

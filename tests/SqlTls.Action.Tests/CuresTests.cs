using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Trust;

namespace SqlTls.Action.Tests;

public class CuresTests
{
    [Theory]
    [InlineData(InstanceCodes.RemovesItself, "Start it without --rm, or say --force.")]
    [InlineData(InstanceCodes.NameTaken, "Give the new one another --name, or set up the one that is there with --container.")]
    [InlineData(InstanceCodes.PortTaken, "Name another one with --publish, or 0 for any.")]
    [InlineData(InstanceCodes.Licence, "Read it, then say --accept-eula.")]
    [InlineData(InstanceCodes.NotPutBack, "Put right what is named here, then run sqltls down: the journal is still with the instance.")]
    [InlineData(CertificateCodes.WouldOverwriteKey, "Name another folder with --output, or say --force.")]
    [InlineData(CertificateCodes.FolderNotWritable, "Name another folder with --output.")]
    [InlineData(TrustCodes.NoAuthority, "Trust the issuer's file: sqltls trust add --authority FILE.")]
    public void Name_no_option_that_the_action_does_not_have(string code, string cure) =>
        Assert.DoesNotMatch("--(force|name|publish|output|accept-eula|authority)\\b|sqltls (down|trust)", Of(code, cure));

    [Theory]
    [InlineData("Leave out --force-strict and use --force-encryption, which works on every version.", "Leave out force-strict and use force-encryption, which works on every version.")]
    [InlineData("Connect by one of its names, or make a certificate with --dns-name db.", "Connect by one of its names, or make a certificate with dns-names db.")]
    [InlineData("Name the key's file with --key.", "Name the key's file with certificate-key.")]
    [InlineData("Give it more time: --timeout 240.", "Give it more time: timeout 240.")]
    public void Name_inputs_as_a_workflow_does(string cure, string expected) => Assert.Equal(expected, Of(InstanceCodes.StrictTooOld, cure));

    private static string Of(string code, string cure) => Cures.Of(new SqlTlsException(Failure.Surroundings, code, "It is refused.", cure));
}

namespace SqlTls.Trust;

/// <summary>Who is to trust an authority.</summary>
public enum TrustScope
{
    /// <summary>Programs started with the variables of <see cref="StepTrust"/>: a shell, or the steps of a job. Needs no rights, and changes nothing outside its folder.</summary>
    Step,

    /// <summary>Every .NET program of this user. Linux alone.</summary>
    User,

    /// <summary>Whatever looks at the machine's own trust store. Needs root, or an elevated prompt.</summary>
    Machine,
}

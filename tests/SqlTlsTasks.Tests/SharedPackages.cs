namespace SqlTlsTasks.Tests;

/// <summary>Tests that use the packages. One build at a time: each takes every core it gets.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPackages : ICollectionFixture<Packages>
{
    public const string Name = "packages";
}

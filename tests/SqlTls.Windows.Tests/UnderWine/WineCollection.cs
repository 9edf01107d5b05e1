namespace SqlTls.Windows.Tests.UnderWine;

/// <summary>One Wine for all of them: to build and to boot it is what takes the time.</summary>
[CollectionDefinition("wine")]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "xunit's own word.")]
public class WineCollection : ICollectionFixture<Wine>;

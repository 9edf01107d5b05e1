using System.Text.RegularExpressions;

namespace SqlTls.Tests;

/// <summary>Imports point one way: a room imports from rooms on lower floors only.</summary>
public sealed partial class FloorTests
{
    private static readonly string[][] Floors =
    [
        ["Sarif", "Settings", "Tds", "Certificates", "ConnectionStrings", "Connector"],
        ["Audit", "Instances", "Probing", "Trust", "Manifests"],
        ["Verification", "Endpoint", "Testcontainers"],
        ["Fleets"],
        ["Provisioning"],
        ["Reports"],
    ];

    [Fact]
    public void Every_room_imports_from_lower_floors_only() =>
        Assert.Empty(Imports().Where(import => FloorOf(import.To) >= FloorOf(import.From)).Select(import => $"{import.From} imports {import.To}"));

    private static IEnumerable<(string From, string To)> Imports() => Rooms()
        .SelectMany(room => Directory.EnumerateFiles(room.Folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Using().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(to => to != room.Name)
            .Select(to => (room.Name, to)))
        .Distinct();

    private static IEnumerable<(string Name, string Folder)> Rooms() =>
    [
        .. Directory.EnumerateDirectories(Repository.File("src/SqlTls")).Where(folder => Directory.EnumerateFiles(folder, "*.cs").Any()).Select(folder => (Path.GetFileName(folder), folder)),
        ("Endpoint", Repository.File("src/SqlTls.Endpoint")),
        ("Testcontainers", Repository.File("src/SqlTls.Testcontainers")),
    ];

    private static int FloorOf(string room) => Array.FindIndex(Floors, floor => floor.Contains(room)) is >= 0 and var floor
        ? floor
        : throw new InvalidOperationException($"The room {room} has no floor: give it one here.");

    [GeneratedRegex(@"^(?:global )?using (?:static |\w+ = )?SqlTls\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}

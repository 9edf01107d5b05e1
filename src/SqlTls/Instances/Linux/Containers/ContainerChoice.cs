using System.Globalization;
using Docker.DotNet.Models;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>Which of an engine's containers somebody means.</summary>
internal static class ContainerChoice
{
    private const int ShortestId = 4;

    /// <summary>The one whose whole id or name it is; null for none.</summary>
    public static ContainerListResponse? ByName(string wanted, IEnumerable<ContainerListResponse> all) =>
        all.FirstOrDefault(container => container.ID == wanted || container.Names.Contains("/" + wanted.TrimStart('/')));

    /// <summary>The one that it fits otherwise.</summary>
    /// <param name="wanted">The beginning of an id or a published port, a network alias, or an image; the first of them that fits any counts.</param>
    /// <param name="containers">All there are.</param>
    /// <param name="aliased">Ids of those that have it as an alias.</param>
    /// <exception cref="SqlTlsException">SQLTLS3102: it fits none; SQLTLS3103: it fits several.</exception>
    public static ContainerListResponse Of(string wanted, IReadOnlyList<ContainerListResponse> containers, IReadOnlySet<string> aliased)
    {
        // A word of digits can be both, and nobody knows ids by heart: none of the two goes before the other.
        Func<ContainerListResponse, bool>[] ways =
        [
            container => HasId(container, wanted) || HasPort(container, wanted),
            container => aliased.Contains(container.ID),
            container => container.State == "running" && container.Image == wanted,
        ];
        ContainerListResponse[] found = ways.Select(way => containers.Where(way).ToArray()).FirstOrDefault(fitting => fitting.Length > 0) ?? [];
        return found switch
        {
            [var one] => one,
            [] => throw NoneFits(wanted, containers),
            _ => throw new SqlTlsException(
                Failure.Input,
                InstanceCodes.SeveralContainers,
                $"'{wanted}' fits several containers: {string.Join(", ", found.Select(Describe))}.",
                "Name one of them, or its id."),
        };
    }

    private static bool HasId(ContainerListResponse container, string wanted) =>
        wanted.Length >= ShortestId && container.ID.StartsWith(wanted, StringComparison.OrdinalIgnoreCase);

    private static bool HasPort(ContainerListResponse container, string wanted) =>
        int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && container.Ports?.Any(each => each.PublicPort == port) == true;

    private static SqlTlsException NoneFits(string wanted, IEnumerable<ContainerListResponse> containers)
    {
        string running = string.Join(", ", containers.Where(container => container.State == "running").Select(Describe));
        return new SqlTlsException(
            Failure.Surroundings,
            InstanceCodes.NoContainer,
            $"No container has the id, name, network alias, published port or image '{wanted}'.",
            running.Length > 0 ? $"These run: {running}." : "No container runs; start one, or let --image start it.");
    }

    private static string Describe(ContainerListResponse container) =>
        $"{container.Names.FirstOrDefault()?.TrimStart('/')} ({container.ID[..Math.Min(12, container.ID.Length)]}, {container.Image})";
}

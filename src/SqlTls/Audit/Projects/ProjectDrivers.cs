namespace SqlTls.Audit.Projects;

/// <summary>The drivers that project files name, for one audit.</summary>
internal sealed class ProjectDrivers
{
    public NearestProject DotNet { get; } = new(new DotNetProjects().In);

    public NearestProject Java { get; } = new(JavaProject.In);

    public NearestProject Node { get; } = new(NodeProject.In);

    public NearestProject Go { get; } = new(GoModule.In);
}

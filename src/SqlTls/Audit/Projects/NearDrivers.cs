using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Projects;

/// <summary>The drivers that the project files near a folder name. They are looked for only once one is asked for: most files hold no connection string.</summary>
/// <param name="projects">What is known of project files already.</param>
/// <param name="folder">The folder's full path.</param>
/// <param name="known">The SqlClient, where it is known without them.</param>
internal sealed class NearDrivers(ProjectDrivers projects, string folder, Func<ClientDriver?> known)
{
    /// <summary>A project file was looked for.</summary>
    public bool WereLookedFor { get; private set; }

    /// <summary>What reads ADO.NET strings; null where no project says.</summary>
    public ClientDriver? SqlClient => known() ?? In(projects.DotNet);

    /// <summary>What reads JDBC strings; null where no project says.</summary>
    public ClientDriver? Jdbc => In(projects.Java);

    /// <summary>What reads strings in JavaScript and TypeScript; null where no project says.</summary>
    public ClientDriver? Node => In(projects.Node);

    /// <summary>What reads strings in Go; null where no project says.</summary>
    public ClientDriver? Go => In(projects.Go);

    private ClientDriver? In(NearestProject project)
    {
        WereLookedFor = true;
        return project.For(folder);
    }
}

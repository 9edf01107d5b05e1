namespace SqlTls.ConnectionStrings.Projects;

/// <summary>The drivers that the project files near a folder name; <see cref="ClientDriver.Unknown"/> where none does.</summary>
/// <param name="SqlClient">What reads ADO.NET strings.</param>
/// <param name="Jdbc">What reads JDBC strings.</param>
/// <param name="Node">What reads strings in JavaScript and TypeScript.</param>
/// <param name="Go">What reads strings in Go.</param>
internal sealed record NearDrivers(ClientDriver SqlClient, ClientDriver Jdbc, ClientDriver Node, ClientDriver Go);

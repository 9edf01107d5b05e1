using System.Data.Common;
using System.Text.Json;

string file = Path.Combine(AppContext.BaseDirectory, "appsettings.json");
using var settings = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
foreach (JsonProperty entry in settings.RootElement.GetProperty("ConnectionStrings").EnumerateObject())
{
    var text = new DbConnectionStringBuilder { ConnectionString = entry.Value.GetString() };
    bool trustsAnything = text.TryGetValue("TrustServerCertificate", out object? value) && bool.Parse((string)value);
    Console.WriteLine($"{entry.Name}: {(trustsAnything ? "not validated" : "validated")}");
}

#:property RestorePackagesWithLockFile=false
#:property PublishAot=false
// Makes a tree of text that looks like source and configuration: audit-tree FOLDER BYTES FILES
// The same arguments give the same tree. Of every kind, one file in 51 holds a connection string, and one in nine a 'server =' that is none.
// Standard output gets the number of connection strings; each of them does not validate the certificate.
string folder = args[0];
long bytes = long.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
int files = int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);

(string Extension, string[] Lines)[] kinds =
[
    (".cs",
    [
        "    public async Task<IReadOnlyList<Order>> ListAsync(int customer, CancellationToken cancellationToken)", "    {",
        "        // Orders come newest first; the caller pages.", "        var orders = await _repository.Query(\"orders\").Where(order => order.Customer == customer).ToListAsync(cancellationToken);",
        "        _logger.LogInformation(\"Found {Count} orders for customer {Customer}\", orders.Count, customer);", "        return orders;", "    }", "",
    ]),
    (".ts",
    [
        "export const fetchOrders = async (customer: string): Promise<Order[]> => {", "  const response = await client.get(`/orders/${customer}`, { params: { page: 1 } });",
        "  if (!response.ok) throw new Error('cannot load: ' + response.status);", "  return response.data.map((row) => ({ ...row, total: row.price * row.count }));", "};", "",
    ]),
    (".json", ["  { \"name\": \"widget\", \"price\": 12.50, \"tags\": [\"blue\", \"small\"], \"description\": \"A widget, as everybody knows it\" },"]),
    (".xml", ["  <item id=\"4711\" name=\"widget\"><price currency=\"EUR\">12.50</price><note>As everybody knows it</note></item>"]),
    (".yml", ["  - name: widget", "    image: registry.example.com/widgets/widget:1.2.3", "    environment:", "      LOG_LEVEL: info", "      CACHE_SIZE: \"4096\""]),
    (".py", ["def total(rows):", "    \"\"\"The sum of what the rows cost.\"\"\"", "    return sum(row['price'] * row['count'] for row in rows if row.get('active'))", ""]),
    (".sql", ["SELECT o.id, o.total, c.name FROM orders AS o JOIN customers AS c ON c.id = o.customer WHERE o.state = 'open' ORDER BY o.created DESC;", "-- the index on created serves this"]),
    (".properties", ["cache.size=4096", "# how long a session may idle, in seconds", "session.timeout=1800"]),
];
var others = new Dictionary<string, string>
{
    [".cs"] = "        var server = new SmtpServer(\"mail.example.com\");",
    [".ts"] = "const server = http.createServer(app);",
    [".json"] = "  { \"name\": \"upstream\", \"description\": \"server = backend-1; weight = 3; encrypt = tls\" },",
    [".xml"] = "  <smtp server=\"mail.example.com\" port=\"25\" encryption=\"starttls\" />",
    [".yml"] = "    command: [\"proxy\", \"--server=backend-1\", \"--user=app\"]",
    [".py"] = "    server = smtplib.SMTP('mail.example.com', 25)",
    [".sql"] = "-- the linked server = archive, its data source = archive.example.com",
    [".properties"] = "mail.smtp.server = mail.example.com",
};
const string Ours = "\"Server=db.example.com;Initial Catalog=orders;User ID=app;Password=secret;Encrypt=true;TrustServerCertificate=true\"";

var ours = new Dictionary<string, string> { [".sql"] = $"SELECT {Ours.Replace('"', '\'')};", [".yml"] = $"      CONNECTION: {Ours}", [".json"] = $"  {{ \"connection\": {Ours} }},", [".xml"] = $"  <add connectionString={Ours} />", [".py"] = $"connect({Ours})" };

int planted = 0;
long average = bytes / files;
for (int i = 0; i < files; i++)
{
    (string extension, string[] lines) = kinds[i % kinds.Length];
    string path = Path.Combine(folder, $"area{i % 20}", $"part{i / 20 % 50}", $"file{i}{extension}");
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    // Sizes from a fifth of the average to nearly twice as much.
    long size = average * (20 + (i * 7919L % 161)) / 100;
    using var writer = new StreamWriter(path) { NewLine = "\n" };
    long written = 0;
    for (int line = 0; written < size; line++)
    {
        bool plants = line == 40 && i % 51 == 0;
        planted += plants ? 1 : 0;
        string text = plants ? ours.GetValueOrDefault(extension, Ours) : line == 20 && i % 9 == 3 ? others[extension] : lines[line % lines.Length];
        writer.WriteLine(text);
        written += text.Length + 1;
    }
}

Console.WriteLine(planted);

using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Rig.Doubles;

/// <summary>Services in memory. A service that others need and that run refuses to stop, as Windows has it.</summary>
internal sealed class MemoryServices : IServices
{
    private readonly Dictionary<string, MemoryService> _services = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was done, in order: <c>stop NAME</c>, <c>start NAME</c>.</summary>
    public List<string> Done { get; } = [];

    public void Add(MemoryService service) => _services.Add(service.Name, service);

    public ServiceState? Find(string name) => _services.TryGetValue(name, out MemoryService? service)
        ? new ServiceState(service.Running, service.Disabled, service.Running ? [.. Dependents(name)] : [])
        : null;

    public Task StopAsync(string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        Done.Add($"stop {name}");
        MemoryService service = _services[name];
        if (service.StopsNever || Dependents(name).Any())
        {
            throw new SqlTlsException(Failure.Surroundings, WindowsCodes.ServiceRefused, $"The service {name} cannot be stopped.", "Ask the administrator.");
        }

        service.Running = false;
        if (service.StopsLate && !service.Stopping)
        {
            service.Stopping = true;
            throw new SqlTlsException(Failure.Surroundings, WindowsCodes.ServiceRefused, $"The service {name} did not stop within 0 s.", "Wait.");
        }

        service.Stopping = false;
        return Task.CompletedTask;
    }

    public async Task<bool> StartAsync(string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        Done.Add($"start {name}");
        MemoryService service = _services[name];
        if (service.Disabled || service.StartIsRefused)
        {
            throw new SqlTlsException(Failure.Surroundings, WindowsCodes.ServiceRefused, $"The service {name} cannot be started.", "Ask the administrator.");
        }

        service.Stopping = false;
        if (service.StartsNever)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return service.Running = service.Start();
    }

    private IEnumerable<string> Dependents(string name) =>
        _services.Values.Where(service => service.Running && service.Needs == name).Select(service => service.Name);
}

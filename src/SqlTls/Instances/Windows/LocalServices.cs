using System.ComponentModel;
using System.Runtime.Versioning;
using System.ServiceProcess;

namespace SqlTls.Instances.Windows;

/// <summary>The services of this machine.</summary>
[SupportedOSPlatform("windows")]
internal sealed class LocalServices : IServices
{
    private const int NoSuchService = 1060;
    private const int NoAnswerInTime = 1053;
    private const int EndedUnexpectedly = 1067;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // How long a process takes to end that has closed its log already.
    private static readonly TimeSpan LastBreath = TimeSpan.FromSeconds(10);

    public ServiceState? Find(string name)
    {
        using ServiceController service = Open(name);
        try
        {
            bool running = IsUp(service.Status);
            return new ServiceState(running, service.StartType == ServiceStartMode.Disabled, running ? RunningDependents(service) : []);
        }
        catch (InvalidOperationException exception) when (Number(exception) == NoSuchService)
        {
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            throw Refused(name, "cannot be asked", exception);
        }
    }

    public async Task StopAsync(string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        using ServiceController service = Open(name);
        try
        {
            // What is still starting takes no order to stop.
            _ = await ReachesAsync(service, limit, cancellationToken, ServiceControllerStatus.Running, ServiceControllerStatus.Paused, ServiceControllerStatus.StopPending, ServiceControllerStatus.Stopped);
            if (service.Status is not (ServiceControllerStatus.Stopped or ServiceControllerStatus.StopPending))
            {
                await OrderToStopAsync(service, cancellationToken);
            }

            if (!await ReachesAsync(service, limit, cancellationToken, ServiceControllerStatus.Stopped))
            {
                throw Refused(name, $"did not stop within {limit.TotalSeconds:0} s", null);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            throw Refused(name, "cannot be stopped", exception);
        }
    }

    public async Task<bool> StartAsync(string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        using ServiceController service = Open(name);
        try
        {
            if (service.Status == ServiceControllerStatus.StopPending && !await ReachesAsync(service, limit, cancellationToken, ServiceControllerStatus.Stopped))
            {
                throw Refused(name, $"did not stop within {limit.TotalSeconds:0} s", null);
            }

            if (!IsUp(service.Status))
            {
                service.Start();
            }

            return await ReachesAsync(service, limit, cancellationToken, ServiceControllerStatus.Running, ServiceControllerStatus.Stopped)
                && service.Status == ServiceControllerStatus.Running;
        }
        catch (InvalidOperationException exception) when (Number(exception) is NoAnswerInTime or EndedUnexpectedly)
        {
            return false;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            throw Refused(name, "cannot be started", exception);
        }
    }

    private static async Task OrderToStopAsync(ServiceController service, CancellationToken cancellationToken)
    {
        try
        {
            service.Stop(stopDependentServices: false);
        }
        catch (InvalidOperationException)
        {
            // A server that failed takes no orders on its way out, and counts as running until it is gone.
            if (!await ReachesAsync(service, LastBreath, cancellationToken, ServiceControllerStatus.Stopped))
            {
                throw;
            }
        }
    }

    // By name alone: the constructor would take another service's display name for it first.
    private static ServiceController Open(string name) => new() { ServiceName = name };

    private static bool IsUp(ServiceControllerStatus status) =>
        status is ServiceControllerStatus.Running or ServiceControllerStatus.StartPending or ServiceControllerStatus.Paused or ServiceControllerStatus.ContinuePending;

    // Windows gives them in the order in which they must be stopped.
    private static string[] RunningDependents(ServiceController service)
    {
        ServiceController[] dependents = service.DependentServices;
        string[] running = [.. dependents.Where(dependent => IsUp(dependent.Status)).Select(dependent => dependent.ServiceName)];
        foreach (ServiceController dependent in dependents)
        {
            dependent.Dispose();
        }

        return running;
    }

    private static async Task<bool> ReachesAsync(ServiceController service, TimeSpan limit, CancellationToken cancellationToken, params ServiceControllerStatus[] wanted)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // What was read before the start or the stop is remembered until now.
            service.Refresh();
            if (wanted.Contains(service.Status))
            {
                return true;
            }

            if (TimeProvider.System.GetElapsedTime(start) > limit)
            {
                return false;
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    private static int? Number(InvalidOperationException exception) => (exception.InnerException as Win32Exception)?.NativeErrorCode;

    private static SqlTlsException Refused(string name, string what, Exception? exception) => new(
        Failure.Surroundings,
        WindowsCodes.ServiceRefused,
        $"The service {name} {what}{(exception is null ? "" : $": {(exception.InnerException ?? exception).Message.TrimEnd('.')}")}.",
        "Look at the service in services.msc: it must not be disabled, and its account must be able to log on.",
        exception);
}

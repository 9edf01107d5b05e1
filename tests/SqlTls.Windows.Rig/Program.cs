using SqlTls.Windows.Rig;

// The win-x64 build of this runs under Wine: as a stand-in for SQL Server's service, or as what drives the product against it.
if (OperatingSystem.IsWindows() && args is ["service", string name])
{
    StandInService.Run(name);
    return 0;
}

if (OperatingSystem.IsWindows() && args is ["idle", string idle])
{
    IdleService.Run(idle);
    return 0;
}

if (OperatingSystem.IsWindows())
{
    await new Commands().ServeAsync(Console.In, Console.Out);
    return 0;
}

await Console.Error.WriteLineAsync("This is for Windows.");
return 1;

// Lists the recorders, shows what each one is and can, and opens and closes its tray.
//     dotnet run list.cs
#:property TargetFramework=net10.0
#:property PublishAot=false
#:property NoWarn=CA1416
using System.Runtime.InteropServices;

static dynamic Create(string progId) => Activator.CreateInstance(Type.GetTypeFromProgID(progId, throwOnError: true)!)!;
static string Hex(dynamic numbers) => string.Join(' ', ((object[])numbers).Select(number => $"{number:X}h"));
static void Show(string label, Func<object> get)
{
    object value;
    try { value = get(); } catch (Exception error) { value = error.Message; }
    Console.WriteLine($"    {label}: {value}");
}

dynamic master;
try { master = Create("IMAPI2.MsftDiscMaster2"); }
catch (COMException) { Console.Error.WriteLine("IMAPI2 is not here: run regsvr32 imapi2.dll"); return 1; }
Console.WriteLine($"{master.Count} recorder(s)");
foreach (string id in master) {
    var recorder = Create("IMAPI2.MsftDiscRecorder2");
    recorder.InitializeDiscRecorder(id);
    Console.WriteLine($"{recorder.VendorId} {recorder.ProductId} {recorder.ProductRevision}");
    Show("Paths", () => string.Join(' ', (object[])recorder.VolumePathNames));
    Show("Features", () => Hex(recorder.SupportedFeaturePages));
    Show("Profiles", () => Hex(recorder.SupportedProfiles));
    Show("Current profiles", () => Hex(recorder.CurrentProfiles));
    Show("Mode pages", () => Hex(recorder.SupportedModePages));
    Show("Held by", () => recorder.ExclusiveAccessOwner);
    Show("Tray", () => { recorder.EjectMedia(); return "opened"; });
    if (recorder.DeviceCanLoadMedia) Show("Tray", () => { recorder.CloseTray(); return "closed"; });
    else Console.WriteLine("    Tray: this drive cannot pull it in");
}
return 0;

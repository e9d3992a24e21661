// Lists the recorders, shows what each one is and can, and opens and closes its tray.
//     cscript //nologo list.js
function show(label, get) {
    try {
        WScript.Echo("    " + label + ": " + get());
    } catch (e) {
        WScript.Echo("    " + label + ": " + e.description + " (" + (e.number >>> 0).toString(16) + ")");
    }
}

function hex(array) {
    var numbers = array.toArray(), i;
    for (i = 0; i < numbers.length; i++) numbers[i] = numbers[i].toString(16) + "h";
    return numbers.join(" ");
}

var master, recorder, i;
try {
    master = new ActiveXObject("IMAPI2.MsftDiscMaster2");
} catch (e) {
    WScript.Echo("IMAPI2 is not here: run regsvr32 imapi2.dll");
    WScript.Quit(1);
}
WScript.Echo(master.Count + " recorder(s)");
for (i = 0; i < master.Count; i++) {
    recorder = new ActiveXObject("IMAPI2.MsftDiscRecorder2");
    recorder.InitializeDiscRecorder(master.Item(i));
    WScript.Echo(recorder.VendorId + " " + recorder.ProductId + " " + recorder.ProductRevision);
    show("Paths", function () { return recorder.VolumePathNames.toArray().join(" "); });
    show("Features", function () { return hex(recorder.SupportedFeaturePages); });
    show("Profiles", function () { return hex(recorder.SupportedProfiles); });
    show("Current profiles", function () { return hex(recorder.CurrentProfiles); });
    show("Mode pages", function () { return hex(recorder.SupportedModePages); });
    show("Held by", function () { return recorder.ExclusiveAccessOwner; });
    show("Tray", function () { recorder.EjectMedia(); return "opened"; });
    show("Tray", function () { recorder.CloseTray(); return "closed"; }); // some drives cannot: DeviceCanLoadMedia
}

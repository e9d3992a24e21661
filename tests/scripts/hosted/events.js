// Sinks in JScript.
var tests = 0;
function check(name, condition, why) {
    tests++;
    WScript.Echo((condition ? "ok " : "not ok ") + name + (condition ? "" : ": " + why));
}

var log = "";
function on_NotifyDeviceAdded(object, uniqueId) {
    log += "+" + uniqueId;
}
function on_NotifyDeviceRemoved(object, uniqueId) {
    log += "-" + uniqueId;
}

function run(text) {
    var process = shell.Exec(discctl + text);
    while (process.Status == 0) WScript.Sleep(50);
}

function waitFor(length) {
    for (var i = 0; i < 600 && log.length < length; i++) WScript.Sleep(100);
}

var id = "\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#script-event#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}";
var shell = new ActiveXObject("WScript.Shell");
var discctl = "\"" + shell.ExpandEnvironmentStrings("%DISCCTL%").replace(/\0/g, "") + "\" virtual "; // Wine 8 counts the end of the string
var master = WScript.CreateObject("IMAPI2.MsftDiscMaster2", "on_"), heard = "";
function witness_NotifyDeviceAdded(object, uniqueId) {
    heard += "+";
}
function witness_NotifyDeviceRemoved(object, uniqueId) {
    heard += "-";
}

run("add script-event");
waitFor(id.length + 1);
check("NotifyDeviceAdded", log == "+" + id, log);
run("remove script-event");
waitFor(2 * id.length + 2);
check("NotifyDeviceRemoved", log == "+" + id + "-" + id, log);
var witness = WScript.CreateObject("IMAPI2.MsftDiscMaster2", "witness_");
WScript.DisconnectObject(master);
run("add script-event");
for (var i = 0; i < 600 && heard.length < 1; i++) WScript.Sleep(100);
run("remove script-event");
for (i = 0; i < 600 && heard.length < 2; i++) WScript.Sleep(100);
check("DisconnectObject__another_still_hears", heard == "+-", heard);
check("DisconnectObject__not_heard_any_more", log == "+" + id + "-" + id, log);
WScript.Echo("1.." + tests);
WScript.Quit(0);

// Asks one recorder object, step by step, and prints what each step gave: a line of JSON, [STEP, VALUE] or [STEP, "0xHRESULT", WORDS].
//     cscript //nologo ask.js LETTER STEP...
// STEP  a member of IDiscRecorder2 with its arguments; of an array .toArray(); or wait("FILE"): until that file is there
var files = new ActiveXObject("Scripting.FileSystemObject");
var letter = WScript.Arguments(0), recorder = null, i;

function quote(text) {
    return '"' + String(text).replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/[\r\n]+/g, " ") + '"';
}

function json(value) {
    var elements, j;
    if (value === undefined || value === null) return "null";
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (typeof value === "string") return quote(value);
    elements = [];
    for (j = 0; j < value.length; j++) elements[j] = json(value[j]);
    return "[" + elements.join(", ") + "]";
}

// Wine's script host has no Sleep: a program is started and waited for.
function wait(file) {
    var shell = new ActiveXObject("WScript.Shell"), end = new Date().getTime() + 300000;
    while (!files.FileExists(file) && new Date().getTime() < end) shell.Run("cmd /c exit", 0, true);
    return files.FileExists(file);
}

function ask(step) {
    try {
        return json(step.indexOf("wait(") === 0 ? eval(step) : eval("recorder." + step));
    } catch (e) {
        return quote("0x" + (e.number < 0 ? e.number + 4294967296 : e.number).toString(16).toUpperCase()) + ", " + quote(e.message);
    }
}

var master = new ActiveXObject("IMAPI2.MsftDiscMaster2");
for (i = 0; i < master.Count; i++) {
    var candidate = new ActiveXObject("IMAPI2.MsftDiscRecorder2");
    candidate.InitializeDiscRecorder(master.Item(i));
    if (candidate.VolumePathNames.toArray()[0] === letter + ":\\") recorder = candidate;
}
for (i = 1; i < WScript.Arguments.length; i++) WScript.Echo("[" + quote(WScript.Arguments(i)) + ", " + ask(WScript.Arguments(i)) + "]");

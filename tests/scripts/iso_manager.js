// MsftIsoImageManager as JScript sees it. volume.iso has a volume descriptor.
var tests = 0;

function check(name, condition, why) {
    tests++;
    WScript.Echo(condition ? "ok " + name : "not ok " + name + ": " + why);
}

// The number of the error that it throws; 0: none.
function error(call) {
    try {
        call();
        return 0;
    } catch (e) {
        return e.number;
    }
}

var manager = new ActiveXObject("IMAPI2FS.MsftIsoImageManager"), other = new ActiveXObject("OpenIMAPI2.MsftIsoImageManager");
check("SetPath__file", error(function () { manager.SetPath("volume.iso"); }) === 0, "error");
check("Path__is_what_was_set", manager.Path === "volume.iso", manager.Path);
check("SetStream__stream_of_another_object", error(function () { other.SetStream(manager.Stream); }) === 0, "error");
check("Validate__given_stream__is_fine", error(function () { other.Validate(); }) === 0, "error");
check("SetPath__missing_file__is_an_error", error(function () { manager.SetPath("nowhere.iso"); }) === (0xC0AAB110 | 0), "no error");
check("Path__after_the_error__is_as_before", manager.Path === "volume.iso", manager.Path);
check("Path__is_read_only", error(function () { manager.Path = "image.iso"; }) !== 0, "no error");
WScript.Echo("1.." + tests);

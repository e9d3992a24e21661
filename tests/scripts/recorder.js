// MsftDiscRecorder2 as JScript sees it.
var LOCKED = 0xC0AA0210 | 0;
var tests = 0;

function check(name, condition, why) {
    tests++;
    WScript.Echo(condition ? "ok " + name : "not ok " + name + ": " + why);
}

function error(call) {
    error.description = "";
    try {
        call();
    } catch (e) {
        error.description = e.description;
        return e.number;
    }
    return 0;
}

function recorder(id) {
    var r = new ActiveXObject("IMAPI2.MsftDiscRecorder2");
    r.InitializeDiscRecorder(id);
    return r;
}

function hex(array) {
    var numbers = new VBArray(array).toArray(), i;
    for (i = 0; i < numbers.length; i++) numbers[i] = numbers[i].toString(16);
    return numbers.join(" ");
}

var master = new ActiveXObject("IMAPI2.MsftDiscMaster2"), own, slim, manual, r, other, i, number, value;
for (i = 0; i < master.Count; i++) {
    if (master.Item(i).indexOf("#script-own#") >= 0) own = master.Item(i);
    if (master.Item(i).indexOf("#script-slim#") >= 0) slim = master.Item(i);
    if (master.Item(i).indexOf("#script-manual#") >= 0) manual = master.Item(i);
}
check("setup__recorders_are_listed", own && slim && manual, own + " " + slim + " " + manual);

r = recorder(slim);
check("VendorId", r.VendorId === "HL-DT-ST", r.VendorId);
check("ProductId", r.ProductId === "BD-RE BU40N", r.ProductId);
check("ProductRevision", r.ProductRevision === "1.03", r.ProductRevision);
check("ActiveDiscRecorder", r.ActiveDiscRecorder === slim, r.ActiveDiscRecorder);
check("SupportedProfiles__VBArray", hex(r.SupportedProfiles) === "43 42 41 40 2b 1b 1a 16 15 14 13 12 11 10 a 9 8 2", hex(r.SupportedProfiles));
check("CurrentProfiles__toArray", r.CurrentProfiles.toArray().join(" ") === "64", r.CurrentProfiles.toArray().join(" "));
value = r.SupportedFeaturePages.toArray();
check("SupportedFeaturePages__elements_are_numbers", typeof value[0] === "number" && value.length === 11, typeof value[0] + " " + value.length);
check("SupportedFeaturePages__compare", value[1] === 3 && value[1] + 1 === 4, value[1]);
check("SupportedModePages", r.SupportedModePages.toArray().length > 0, "empty");
check("CurrentFeaturePages", r.CurrentFeaturePages.toArray().length > 0, "empty");
value = r.VolumePathNames.toArray();
check("VolumePathNames", value.length === 1 && /\\$/.test(value[0]), value.join(" "));
check("DeviceCanLoadMedia", r.DeviceCanLoadMedia === false, r.DeviceCanLoadMedia);
check("LegacyDeviceNumber", typeof r.LegacyDeviceNumber === "number", typeof r.LegacyDeviceNumber);
check("ExclusiveAccessOwner__nobody", r.ExclusiveAccessOwner === "", r.ExclusiveAccessOwner);

r = recorder(manual);
number = error(function () { r.CloseTray(); });
check("CloseTray__slim_drive__description", number !== 0 && error.description.indexOf("START STOP UNIT") >= 0, number + " " + error.description);
check("EjectMedia__slim_drive", error(function () { r.EjectMedia(); }) === 0, error.description);

r = recorder(own);
other = recorder(own);
check("AcquireExclusiveAccess", error(function () { r.AcquireExclusiveAccess(true, "JScript test"); }) === 0, error.description);
check("ExclusiveAccessOwner", other.ExclusiveAccessOwner === "JScript test", other.ExclusiveAccessOwner);
number = error(function () { other.EjectMedia(); });
check("EjectMedia__held_by_another__number", number === LOCKED, number);
check("EjectMedia__held_by_another__names_the_holder", error.description.indexOf("JScript test") >= 0, error.description);
check("ReleaseExclusiveAccess", error(function () { r.ReleaseExclusiveAccess(); }) === 0, error.description);
check("EjectMedia", error(function () { other.EjectMedia(); }) === 0, error.description);
check("CloseTray", error(function () { other.CloseTray(); }) === 0, error.description);
check("unknown_member", error(function () { r.NoSuchMember(); }) !== 0, "no error");
check("VendorId__is_read_only", error(function () { r.VendorId = "x"; }) !== 0, "no error");
WScript.Echo("1.." + tests);

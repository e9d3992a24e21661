// The interfaces as programs in C# declare them by hand. Facts from the imapi2.h reference documentation.
using System;
using System.Collections;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

namespace OpenImapi2.Tests;

[ComImport, Guid("27354130-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
interface IDiscMaster2 : IEnumerable
{
    [DispId(-4)]
    [return: MarshalAs(UnmanagedType.CustomMarshaler, MarshalType =
        "System.Runtime.InteropServices.CustomMarshalers.EnumeratorToEnumVariantMarshaler, CustomMarshalers")]
    new IEnumerator GetEnumerator();
    [DispId(0)] string this[int index] { get; }
    [DispId(1)] int Count { get; }
    [DispId(2)] bool IsSupportedEnvironment { [return: MarshalAs(UnmanagedType.VariantBool)] get; }
}

[ComImport, Guid("2735412E-7F64-5B0F-8F00-5D77AFBE261E")]
class MsftDiscMaster2
{
}

// What the commands' error records hold: the HRESULT can be asked for in each version of PowerShell.
using System;

namespace OpenImapi2
{
    public class OpticalException : Exception
    {
        public OpticalException(string message, Exception inner, int code) : base(message, inner) { HResult = code; }
    }
}

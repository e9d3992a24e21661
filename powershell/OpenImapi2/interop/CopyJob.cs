// All blocks of the data disc in a recorder to a file, by READ CAPACITY and READ(10).
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace OpenImapi2
{
    public class CopyJob : Job
    {
        const int SectorBytes = 2048, BlocksAtOnce = 16, Attempts = 5, TimeoutSeconds = 60;
        // A CD that was written track by track ends in two blocks that no drive reads, and counts them.
        const int RunOutBlocks = 2;

        public string RecorderId, Destination;
        public bool IsCd, Replace;
        public long Bytes { get; private set; }

        protected override void Work()
        {
            var recorder = (IDiscRecorder2Ex)Server.Recorder(RecorderId);
            var capacity = Command(recorder, new byte[] { 0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 8, "READ CAPACITY");
            var blocks = BigEndian(capacity, 0) + 1;
            if (BigEndian(capacity, 4) != SectorBytes) throw new InvalidDataException("The disc has blocks of another size than 2048 bytes: it is no data disc.");
            using (var file = new NewFile(Destination)) {
                for (long at = 0; at < blocks;) {
                    StopIfCancelled();
                    Tell("Reading", at * SectorBytes, blocks * SectorBytes, -1);
                    var data = Read(recorder, at, (int)Math.Min(BlocksAtOnce, blocks - at), blocks);
                    if (data.Length == 0) break;
                    file.Stream.Write(data, 0, data.Length);
                    at += data.Length / SectorBytes;
                }
                Bytes = file.Stream.Length;
                file.Keep(Replace);
            }
        }

        // Block by block where a whole run cannot be read; nothing at the run-out of a CD.
        byte[] Read(IDiscRecorder2Ex recorder, long at, int count, long blocks)
        {
            try {
                return Command(recorder, ReadCommand(at, count), count * SectorBytes, "Block " + at);
            } catch (COMException) {
                if (count == 1 && IsCd && at >= blocks - RunOutBlocks) return new byte[0];
                if (count == 1) throw;
                return Read(recorder, at, 1, blocks);
            }
        }

        static byte[] ReadCommand(long at, int count)
        {
            return new byte[] { 0x28, 0, (byte)(at >> 24), (byte)(at >> 16), (byte)(at >> 8), (byte)at, 0, (byte)(count >> 8), (byte)count, 0 };
        }

        static long BigEndian(byte[] bytes, int at)
        {
            return (long)bytes[at] << 24 | (long)bytes[at + 1] << 16 | (long)bytes[at + 2] << 8 | bytes[at + 3];
        }

        byte[] Command(IDiscRecorder2Ex recorder, byte[] cdb, int size, string what)
        {
            for (var attempt = 1;; attempt++) {
                var data = new byte[size];
                var sense = new byte[18];
                uint got;
                var code = recorder.SendCommandGetDataFromDevice(cdb, (uint)cdb.Length, sense, TimeoutSeconds, data, (uint)size, out got);
                var key = sense[2] & 15;
                var refused = code == 0x00AA0200 && key > 1; // S_IMAPI_COMMAND_HAS_SENSE_DATA; key 1 is "recovered"
                if (code >= 0 && !refused && got == size) return data;
                // 2 not ready, 3 medium error, 4 hardware error, 6 unit attention: worth another attempt
                if (attempt < Attempts && !Cancelled && refused && (key == 2 && sense[12] == 4 || key == 3 || key == 4 || key == 6)) {
                    System.Threading.Thread.Sleep(key == 2 ? 1000 : 50);
                    continue;
                }
                StopIfCancelled();
                if (code < 0) Marshal.ThrowExceptionForHR(code);
                if (refused && key == 2 && sense[12] == 0x3A) Marshal.ThrowExceptionForHR(unchecked((int)0xC0AA0202), Server.NoErrorInfo);
                throw new COMException(what + " could not be read" + (refused ? string.Format(": the drive says {0:X}/{1:X2}/{2:X2}.", key, sense[12], sense[13]) : "."),
                    unchecked((int)0x8007001E)); // ERROR_READ_FAULT
            }
        }
    }
}

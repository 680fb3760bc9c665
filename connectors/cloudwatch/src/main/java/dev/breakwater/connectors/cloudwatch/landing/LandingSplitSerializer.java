package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import dev.breakwater.connectors.source.VersionedCodec;
import dev.breakwater.model.LambdaMetric;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the feed's position. The serializer refuses unknown versions and unexpected bytes. */
final class LandingSplitSerializer extends VersionedCodec<LandingSplit> {

    private static final LambdaMetric[] METRICS = LambdaMetric.values();

    LandingSplitSerializer() {
        super("landing split", 1);
    }

    @Override
    protected void write(LandingSplit split, DataOutputStream out) throws IOException {
        out.writeInt(split.clocks().size());
        for (ArrivalClock.State clock : split.clocks()) {
            out.writeUTF(clock.account());
            out.writeUTF(clock.region());
            out.writeLong(clock.minute());
            out.writeLong(clock.silentBits());
        }
        out.writeInt(split.namesShown().size());
        for (String name : split.namesShown()) {
            out.writeUTF(name);
        }
        out.writeInt(split.folders().size());
        for (FolderState folder : split.folders()) {
            writeFolder(folder, out);
        }
    }

    @Override
    protected LandingSplit read(DataInputStream in) throws IOException {
        List<ArrivalClock.State> clocks = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            clocks.add(new ArrivalClock.State(in.readUTF(), in.readUTF(), in.readLong(), in.readLong()));
        }
        List<String> names = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            names.add(in.readUTF());
        }
        List<FolderState> folders = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            folders.add(readFolder(in));
        }
        return new LandingSplit(folders, clocks, names);
    }

    private static void writeFolder(FolderState folder, DataOutputStream out) throws IOException {
        out.writeUTF(folder.root());
        out.writeUTF(folder.file());
        out.writeLong(folder.offset());
        out.writeLong(folder.lines());
        out.writeLong(folder.arrival());
        out.writeInt(folder.rejects().size());
        for (long n : folder.rejects()) {
            out.writeLong(n);
        }
        out.writeInt(folder.unused().size());
        for (Map.Entry<String, Long> unused : folder.unused().entrySet()) {
            out.writeUTF(unused.getKey());
            out.writeLong(unused.getValue());
        }
        out.writeInt(folder.held().size());
        for (FolderState.Held held : folder.held()) {
            writeSample(held.sample(), out);
            writeRefusal(held.refusal(), out);
        }
        out.writeUTF(folder.seen().last());
        out.writeInt(folder.seen().deliveries().size());
        for (Map.Entry<DeliveryKey, Long> delivery : folder.seen().deliveries().entrySet()) {
            out.writeLong(delivery.getKey().high());
            out.writeLong(delivery.getKey().low());
            out.writeLong(delivery.getValue());
        }
    }

    private static FolderState readFolder(DataInputStream in) throws IOException {
        String root = in.readUTF();
        String file = in.readUTF();
        long offset = in.readLong();
        long lines = in.readLong();
        long arrival = in.readLong();
        List<Long> rejects = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            rejects.add(in.readLong());
        }
        Map<String, Long> unused = new TreeMap<>();
        for (int n = in.readInt(); n > 0; n--) {
            String name = in.readUTF();
            unused.put(name, in.readLong());
        }
        List<FolderState.Held> held = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            held.add(new FolderState.Held(readSample(in), readRefusal(in)));
        }
        FolderState.Seen seen = readSeen(in);
        return new FolderState(root, file, offset, lines, arrival, rejects, unused, held, seen);
    }

    private static FolderState.Seen readSeen(DataInputStream in) throws IOException {
        String last = in.readUTF();
        Map<DeliveryKey, Long> deliveries = new HashMap<>();
        for (int n = in.readInt(); n > 0; n--) {
            deliveries.put(new DeliveryKey(in.readLong(), in.readLong()), in.readLong());
        }
        return new FolderState.Seen(last, deliveries);
    }

    private static void writeSample(Datapoint sample, DataOutputStream out) throws IOException {
        out.writeUTF(sample.account());
        out.writeUTF(sample.region());
        out.writeUTF(sample.function());
        out.writeByte(sample.metric().ordinal());
        out.writeLong(sample.minute());
        out.writeDouble(sample.count());
        out.writeDouble(sample.sum());
        out.writeDouble(sample.max());
    }

    private static Datapoint readSample(DataInputStream in) throws IOException {
        return new Datapoint(
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                METRICS[in.readByte()],
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
    }

    private static void writeRefusal(Reject refusal, DataOutputStream out) throws IOException {
        out.writeUTF(refusal.file());
        out.writeLong(refusal.line());
        out.writeUTF(refusal.detail());
        out.writeLong(refusal.bytes());
        out.writeUTF(refusal.sha256());
        out.writeUTF(refusal.prefix());
    }

    private static Reject readRefusal(DataInputStream in) throws IOException {
        String file = in.readUTF();
        long line = in.readLong();
        String detail = in.readUTF();
        long bytes = in.readLong();
        return new Reject(file, line, RejectReason.AHEAD_OF_FEED, detail, bytes, in.readUTF(), in.readUTF(), 1, false);
    }
}

package dev.breakwater.guard.stage.fleet;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.engine.control.FleetView;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.stage.fleet.Fleet.KeyedFleet;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageSnapshots;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.FunctionFacts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Runs a stage while new books and new concurrency limits of accounts and regions arrive. A book takes effect with its
 * first minute. The stage either has a fixed fleet, or stores a part of the inventory under each key. Changes of the
 * inventory arrive as elements and take effect with the key's next element or timer.
 */
public final class WithFleet<I, O> extends KeyedBroadcastProcessFunction<String, I, FleetChange, O>
        implements StageSnapshots {

    /** The two newest books, and the newest limit of each account and region. */
    public static final MapStateDescriptor<String, FleetChange> CHANGES =
            new MapStateDescriptor<>("books", Types.STRING, TypeInformation.of(FleetChange.class));

    /** The part of the inventory that a key stores. */
    private enum Part {
        ALL,
        FUNCTION,
        PLACE
    }

    private final KeyedStage<I, O> stage;
    private final Map<String, FunctionFacts> fixed;
    private final Part part;
    private transient KeyedFleet keyed;
    private transient LiveBooks books;
    private transient Call call;

    private WithFleet(KeyedStage<I, O> stage, Map<String, FunctionFacts> fixed, Part part) {
        this.stage = stage;
        this.fixed = fixed;
        this.part = part;
    }

    /** Creates an operator with an inventory that does not change. */
    public WithFleet(KeyedStage<I, O> stage, Map<String, FunctionFacts> fixed) {
        this(stage, fixed, Part.ALL);
    }

    /** Creates an operator that is keyed by function. */
    public static <I, O> WithFleet<I, O> ofFunctions(KeyedStage<I, O> stage) {
        return new WithFleet<>(stage, Map.of(), Part.FUNCTION);
    }

    /** Creates an operator that is keyed by account and region. */
    public static <I, O> WithFleet<I, O> ofPlaces(KeyedStage<I, O> stage) {
        return new WithFleet<>(stage, Map.of(), Part.PLACE);
    }

    @Override
    public void open(OpenContext context) {
        books = new LiveBooks();
        call = new Call();
        keyed = switch (part) {
            case ALL -> null;
            case FUNCTION -> new FunctionFleet(getRuntimeContext(), call::limit);
            case PLACE -> new PlaceFleet(getRuntimeContext());
        };
        call.fleet = keyed == null ? new FixedFleet(fixed) : keyed;
        stage.open(getRuntimeContext());
    }

    @Override
    public KeyedStage<I, O> stage() {
        return stage;
    }

    @Override
    public void close() {
        stage.close();
    }

    @Override
    public void processBroadcastElement(FleetChange change, Context context, Collector<O> out) throws Exception {
        BroadcastState<String, FleetChange> state = context.getBroadcastState(CHANGES);
        if (change.kind() == FleetChange.Kind.BOOK) books.take(change, state);
        else state.put(change.key(), change);
    }

    @Override
    public void processElement(I element, ReadOnlyContext context, Collector<O> out) throws Exception {
        FleetChange change = stage.change(element);
        if (change != null) keyed.take(change);
        else stage.element(element, call.at(context, out));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<O> out) throws Exception {
        stage.timer(timestamp, context.timeDomain(), call.at(context, out));
    }

    /** The context of a call. The same object is used for all calls. */
    private final class Call implements StageContext<O> {

        private Fleet fleet;
        private ReadOnlyContext context;
        private ReadOnlyBroadcastState<String, FleetChange> changes;
        private Collector<O> out;

        Call at(ReadOnlyContext context, Collector<O> out) throws Exception {
            this.context = context;
            this.out = out;
            this.changes = context.getBroadcastState(CHANGES);
            return this;
        }

        private FleetChange limit(String place) {
            try {
                return changes.get(place);
            } catch (Exception e) {
                throw new IllegalStateException("the broadcast limits cannot be read", e);
            }
        }

        @Override
        public String key() {
            return context.getCurrentKey();
        }

        @Override
        public long timestamp() {
            return context.timestamp();
        }

        @Override
        public TimerService timers() {
            return context.timerService();
        }

        @Override
        public Fleet fleet() {
            return fleet;
        }

        @Override
        public Book book(Book first, long at) {
            return books.at(changes, first, at);
        }

        @Override
        public void emit(O value) {
            out.collect(value);
        }

        @Override
        public <X> void emit(OutputTag<X> side, X value) {
            context.output(side, value);
        }
    }

    /** The inventory of a recording, which does not change. */
    private static final class FixedFleet implements Fleet {

        private final Map<String, FunctionFacts> functions;
        private final Map<Place, FleetView> views = new HashMap<>();

        FixedFleet(Map<String, FunctionFacts> functions) {
            this.functions = functions;
        }

        @Override
        public FunctionFacts facts(String key) {
            return functions.get(FunctionKey.homeId(key));
        }

        @Override
        public FleetView of(String account, String region) {
            return views.computeIfAbsent(
                    new Place(account, region), k -> FleetView.of(account, region, functions.values(), Set.of()));
        }
    }

    /**
     * The books that arrived after the job was built. The two newest books are kept, because the older book applies
     * until the newer book's first minute. Books are stored next to the limits, under keys that do not belong to any
     * account and region.
     */
    static final class LiveBooks {

        private static final String NEWEST = "book";
        private static final String BEFORE = "book-before";
        /** The number of books to keep. The number is larger than the number of books in use. */
        private static final int KEPT = 4;

        /** The books that were parsed so far. Parsed books are kept so that the same book remains the same object. */
        private final Map<FleetChange, Book> read = new LinkedHashMap<>();

        /**
         * Stores a book. Every instance must add books in the same way. If the book is already the newest book, nothing
         * changes.
         */
        void take(FleetChange book, BroadcastState<String, FleetChange> state) throws Exception {
            FleetChange newest = state.get(NEWEST);
            if (newest != null && newest.key().equals(book.key())) return;
            if (newest != null) state.put(BEFORE, newest);
            state.put(NEWEST, book);
        }

        /**
         * Returns the book that applies at a time.
         *
         * @param first the book with which the job was built; it is newer than books in older state
         * @param at    epoch milliseconds
         */
        Book at(ReadOnlyBroadcastState<String, FleetChange> state, Book first, long at) {
            try {
                FleetChange newest = state.get(NEWEST);
                if (holds(newest, first, at)) return of(newest);
                FleetChange before = newest == null ? null : state.get(BEFORE);
                return holds(before, first, at) ? of(before) : first;
            } catch (Exception e) {
                throw new IllegalStateException("the broadcast books cannot be read", e);
            }
        }

        private static boolean holds(FleetChange book, Book first, long at) {
            return book != null && book.at() > first.from() && at >= book.at();
        }

        private Book of(FleetChange change) {
            if (read.size() >= KEPT && !read.containsKey(change)) read.clear();
            return read.computeIfAbsent(change, LiveBooks::parse);
        }

        private static Book parse(FleetChange change) {
            FleetChange.ConfigText book = change.book();
            return Book.of(change.key(), change.at(), ConfigLoader.taken(new ConfigFile("", book.mode(), book.text())));
        }
    }
}

package dev.breakwater.guard.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.core.budget.BudgetDecision;
import dev.breakwater.core.control.Decision;
import dev.breakwater.guard.file.Rows;
import java.time.Instant;
import java.util.Locale;
import org.apache.flink.util.Collector;

/** What is told and decided, as news for pages. */
public final class PageRows {

    private PageRows() {}

    /** An alarm, in the words in which everybody is told of it. */
    public static PageNews alarm(AlarmEvent e) {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        o.put("action", e.action().name().toLowerCase(Locale.ROOT));
        o.put("at", Instant.ofEpochMilli(e.timestampMillis()).toString());
        o.put("severity", e.severity().name().toLowerCase(Locale.ROOT));
        o.put("kind", e.clazz());
        o.put("scope", e.group());
        o.put("component", e.component());
        o.put("source", e.source());
        o.put("summary", e.summary());
        ObjectNode details = o.putObject("details");
        e.details().forEach(details::put);
        return new PageNews(PageNames.of(e), true, o.toString());
    }

    /** A decision about an incident; nothing of others. */
    public static void decision(Decision d, Collector<PageNews> out) {
        if (d.incident().isEmpty()) return;
        String json = Rows.decision(d).json();
        out.collect(new PageNews(PageNames.of(d.incident()), false, json));
    }

    public static void budget(BudgetDecision d, Collector<PageNews> out) {
        decision(d.decision(), out);
    }
}

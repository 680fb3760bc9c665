package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks the queues and streams of a function for our tags. The listing may be minutes old by then, so a mapping with our
 * tag is read again together with its tags: otherwise a limit that we have just set would look as if a person had
 * removed it.
 */
final class MappingMarks {

    private final LimitReader reader;

    MappingMarks(LimitReader reader) {
        this.reader = reader;
    }

    /**
     * The same mappings with their tags, without those that are gone; null if any of them is unknown.
     *
     * @param listed null when unknown
     */
    List<TriggerMapping> of(List<TriggerMapping> listed) {
        if (listed == null) return null;
        List<TriggerMapping> seen = new ArrayList<>();
        for (TriggerMapping mapping : listed) {
            Answer<TriggerMapping> one = mapping.lever() == null ? Answer.of(mapping) : marked(mapping);
            if (!one.ok() && !one.failedAs(Outcome.MISSING)) return null;
            if (one.ok()) seen.add(one.value());
        }
        return seen;
    }

    private Answer<TriggerMapping> marked(TriggerMapping listed) {
        Answer<Map<String, String>> tags = reader.mappingTags(listed.uuid());
        if (!tags.ok()) return Answer.failed(tags.failure());
        TriggerMapping known = listed.with(tags.value());
        if (known.lease() == null) return Answer.of(known);
        return reader.mapping(listed.uuid()).map(now -> now.value().with(now.tags()));
    }
}

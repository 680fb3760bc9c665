package dev.breakwater.connectors.lambda.mark;

import dev.breakwater.connectors.aws.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * Finds limits with Breakwater's tags, through the Resource Groups Tagging API. Calls to this API do not count towards
 * Lambda's 15 calls a second. Needs tag:GetResources.
 */
public final class TaggedLimits implements MarkedLimits {

    private static final List<String> TYPES = List.of("lambda:function", "lambda:event-source-mapping");

    /** The largest page that AWS returns. */
    private static final int PER_PAGE = 100;

    private final ResourceGroupsTaggingApiClient tagging;

    /** Uses a client that the caller closes. */
    public TaggedLimits(ResourceGroupsTaggingApiClient tagging) {
        this.tagging = tagging;
    }

    @Override
    public Answer<Page> page(String key, String from) {
        return Answer.ask(() -> {
            GetResourcesResponse page = tagging.getResources(r -> r.resourceTypeFilters(TYPES)
                    .tagFilters(
                            key.isEmpty()
                                    ? List.of()
                                    : List.of(TagFilter.builder().key(key).build()))
                    .resourcesPerPage(PER_PAGE)
                    .paginationToken(from.isEmpty() ? null : from));
            List<Marked> items = page.resourceTagMappingList().stream()
                    .map(TaggedLimits::marked)
                    .filter(Objects::nonNull)
                    .toList();
            return new Page(items, page.paginationToken() == null ? "" : page.paginationToken());
        });
    }

    private static Marked marked(ResourceTagMapping found) {
        Map<String, String> tags = new LinkedHashMap<>();
        found.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return Marked.of(found.resourceARN(), Map.copyOf(tags));
    }
}

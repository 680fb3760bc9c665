package dev.breakwater.connectors.lambda.mark;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.model.function.OwnTags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * Finds limits with Breakwater's tags in one account and region, without listing the fleet. AWS's tag index is seconds
 * late. The index can miss a new tag, and can still show a removed tag. Read the limit itself before you change it.
 */
@FunctionalInterface
public interface MarkedLimits {

    /** The largest page that AWS returns. */
    int PER_PAGE = 100;

    /**
     * Makes one call and does not repeat it.
     *
     * @param key one of {@link OwnTags#KEYS}; if empty, resources with any tag are returned
     * @param from the token; empty for the first page
     */
    Answer<Page> page(String key, String from);

    /**
     * One page.
     *
     * @param next the position of the next page, or empty after the last page
     */
    record Page(List<Marked> items, String next) {}

    /**
     * Searches with the Resource Groups Tagging API. Calls to this API do not count towards Lambda's 15 calls a second.
     * Needs tag:GetResources.
     *
     * @param tagging a client that the caller closes
     */
    static MarkedLimits of(ResourceGroupsTaggingApiClient tagging) {
        return (key, from) -> Answer.ask(() -> {
            GetResourcesResponse page = tagging.getResources(r -> r.resourceTypeFilters(
                            "lambda:function", "lambda:event-source-mapping")
                    .tagFilters(
                            key.isEmpty()
                                    ? List.of()
                                    : List.of(TagFilter.builder().key(key).build()))
                    .resourcesPerPage(PER_PAGE)
                    .paginationToken(from.isEmpty() ? null : from));
            List<Marked> items = page.resourceTagMappingList().stream()
                    .map(MarkedLimits::marked)
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

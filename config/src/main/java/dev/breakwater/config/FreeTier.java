package dev.breakwater.config;

import java.io.Serializable;

/**
 * What a month has for free, over the whole organisation.
 *
 * @param requests requests
 * @param gbSeconds GB-seconds
 */
public record FreeTier(long requests, long gbSeconds) implements Serializable {}

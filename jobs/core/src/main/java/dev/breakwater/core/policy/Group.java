package dev.breakwater.core.policy;

/**
 * Functions that are judged together as well: a workflow, a team, a tenant. In each account and region apart.
 *
 * @param name  unique in the book
 * @param match the functions that belong to it
 */
public record Group(String name, Match match) implements java.io.Serializable {}

/**
 * The settings as records, one component for each key of the file, with all there is to know of the key in its {@link
 * dev.breakwater.config.model.Key}. Nothing here reads, checks or looks anything up.
 */
package dev.breakwater.config.model;

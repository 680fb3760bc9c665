/**
 * The settings as records. Each component stands for one key of the file, and its {@link
 * dev.breakwater.config.model.Key} describes the key. Nothing here reads files, checks values or looks anything up.
 */
package dev.breakwater.config.model;

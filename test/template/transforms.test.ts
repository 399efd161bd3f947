import { describe, expect, it } from 'vitest';
import {
  isTransform,
  readTransforms,
  transformsAmong,
  transformsIn,
  yetToRun,
} from '../../src/template/transforms.js';

const noName = 'a transform whose name is not a string';

describe('transforms that are declared', () => {
  it.each<[unknown, object]>([
    ['AWS::Serverless-2016-10-31', {}],
    [['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'], {}],
    ['Own', { macro: 'the macro Own' }],
    [{ Name: 'Own' }, { macro: 'the macro Own' }],
    [['AWS::LanguageExtensions', 'Own', 'Other'], { macro: 'the macro Own' }],
    [['Own', 1], { macro: 'the macro Own' }],
    [[1, 'Own'], { macro: noName }],
    ['MyAWS::Include', { macro: 'the macro MyAWS::Include' }],
    ['AWS::Include', { include: 'AWS::Include' }],
    [{ Name: 'AWS::Include', Parameters: {} }, { include: 'AWS::Include' }],
    [['Own', { Name: 'AWS::Include' }], { macro: 'the macro Own', include: 'AWS::Include' }],
    [{ Name: { Ref: 'P' } }, { macro: noName }],
    [{}, { macro: noName }],
    [undefined, { macro: noName }],
    [[], {}],
  ])('%j', (declared, expected) => {
    expect(readTransforms(declared)).toEqual({ macro: undefined, include: undefined, ...expected });
  });
});

describe('transforms that are called in a map', () => {
  it.each<[object, object]>([
    [{}, {}],
    [{ A: 1 }, {}],
    [{ 'Fn::Transform': { Name: 'Own' } }, { macro: 'the macro Own', include: 'Fn::Transform' }],
    [{ 'Fn::Transform': { Name: 'AWS::Include' } }, { include: 'AWS::Include' }],
    [{ 'Fn::Transform': { Name: 'AWS::Other' } }, { include: 'Fn::Transform' }],
    [{ Transform: { Name: 'AWS::Include' } }, { include: 'AWS::Include' }],
    [{ Transform: 'Own' }, { macro: 'the macro Own', include: 'Fn::Transform' }],
    [{ Transform: { Type: 'AWS::KMS::Key' } }, {}],
    [
      { 'Fn::Transform': { Name: 'AWS::Include' }, Transform: 'Own' },
      { macro: 'the macro Own', include: 'AWS::Include' },
    ],
    [
      { 'Fn::Transform': { Name: 'First' }, Transform: { Name: 'Second' } },
      { macro: 'the macro First', include: 'Fn::Transform' },
    ],
  ])('%j', (map, expected) => {
    const found = { macro: undefined, include: undefined, ...expected };
    expect(transformsIn(map as Record<string, unknown>)).toEqual(found);
    expect(transformsAmong(Object.entries(map).map(([key, raw]) => ({ key, raw })))).toEqual(found);
  });

  it.each<[string, unknown, boolean]>([
    ['Fn::Transform', {}, true],
    ['Fn::Transform', null, true],
    ['Fn::Transform', undefined, false],
    ['Transform', 'Own', true],
    ['Transform', { Name: 'Own' }, true],
    ['Transform', [{ Type: 'x' }, { Name: 'Own' }], true],
    ['Transform', ['Own'], true],
    ['Transform', [1], false],
    ['Transform', [], false],
    ['Transform', { Type: 'AWS::KMS::Key' }, false],
    ['Transform', undefined, false],
    ['Other', 'Own', false],
    ['Fn::Other', { Name: 'Own' }, false],
  ])('%s: %j calls one: %s', (key, raw, expected) => {
    expect(isTransform(key, raw)).toBe(expected);
  });
});

it('what is missing may still be written', () => {
  expect(yetToRun('the macro Own', ['Resources'])).toEqual({
    reason: 'the macro Own, which may still write it',
    path: ['Resources'],
    set: false,
    parameter: undefined,
  });
});

"""A scene in Blender: the picture, the map of what every pixel shows, and who shades the ground."""

from __future__ import annotations

import math
import os
import tempfile

import bpy
import numpy as np
from cameras import HEIGHT, WIDTH
from materials import material, rgb
from mathutils import Matrix, Vector

GROUND, THING = 1000, 2000  # ids in the map: 0 sky, 1..99 placed objects, then ground, then street things
FINE = 3  # samples a pixel side in the map


def clear():
    bpy.ops.wm.read_factory_settings(use_empty=True)


def mesh_object(name, solid, number, cache, wet):
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(solid.verts, [], solid.faces)
    words = list(dict.fromkeys(solid.mats))
    for word in words:
        if word not in cache:
            cache[word] = material(word, wet)
        mesh.materials.append(cache[word])
    index = {w: i for i, w in enumerate(words)}
    mesh.polygons.foreach_set("material_index", [index[m] for m in solid.mats])
    mesh.polygons.foreach_set("use_smooth", solid.smooth)
    mesh.update()
    import bmesh

    bm = bmesh.new()
    bm.from_mesh(mesh)
    bmesh.ops.recalc_face_normals(bm, faces=bm.faces)
    bm.to_mesh(mesh)
    bm.free()
    if any(solid.smooth):
        mesh.set_sharp_from_angle(angle=math.radians(38))
    obj = bpy.data.objects.new(name, mesh)
    obj.pass_index = number
    bpy.context.scene.collection.objects.link(obj)
    return obj


def sky(light):
    world = bpy.data.worlds.new("sky")
    bpy.context.scene.world = world
    world.use_nodes = True
    nt = world.node_tree
    back = nt.nodes["Background"]
    coord = nt.nodes.new("ShaderNodeTexCoord")
    split = nt.nodes.new("ShaderNodeSeparateXYZ")
    mix = nt.nodes.new("ShaderNodeMix")
    mix.data_type = "RGBA"
    mix.inputs[6].default_value = (*light.sky_low, 1)
    mix.inputs[7].default_value = (*light.sky_high, 1)
    nt.links.new(coord.outputs["Generated"], split.inputs[0])
    span = nt.nodes.new("ShaderNodeMapRange")
    span.inputs["From Min"].default_value, span.inputs["From Max"].default_value = 0.0, 0.55
    nt.links.new(split.outputs["Z"], span.inputs["Value"])
    nt.links.new(span.outputs["Result"], mix.inputs[0])
    cloud = nt.nodes.new("ShaderNodeTexNoise")
    cloud.inputs["Scale"].default_value = 2.6
    cloud.inputs["Detail"].default_value = 5
    stretch = nt.nodes.new("ShaderNodeMapping")
    stretch.inputs["Scale"].default_value = (1, 1, 3.2)
    nt.links.new(coord.outputs["Generated"], stretch.inputs["Vector"])
    nt.links.new(stretch.outputs["Vector"], cloud.inputs["Vector"])
    cover = nt.nodes.new("ShaderNodeMapRange")
    for k, v in zip(
        ("From Min", "From Max", "To Min", "To Max"),
        (0.52, 0.78, 0, 0.75 if light.sun_power else 0.35),
        strict=True,
    ):
        cover.inputs[k].default_value = v
    nt.links.new(cloud.outputs["Fac"], cover.inputs["Value"])
    over = nt.nodes.new("ShaderNodeMix")
    over.data_type = "RGBA"
    over.inputs[7].default_value = (*[min(1.0, c * 1.1 + 0.08) for c in light.sky_low], 1)
    nt.links.new(cover.outputs["Result"], over.inputs[0])
    nt.links.new(mix.outputs[2], over.inputs[6])
    nt.links.new(over.outputs[2], back.inputs["Color"])
    back.inputs["Strength"].default_value = light.sky_power
    world.mist_settings.start = 0
    world.mist_settings.depth = light.fog_depth
    world.mist_settings.falloff = "LINEAR"


def lights(scene_def):
    light = scene_def.light
    to_sun = light.to_sun()
    if to_sun:
        lamp = bpy.data.lights.new("sun", "SUN")
        lamp.energy, lamp.color, lamp.angle = light.sun_power, light.sun_colour, math.radians(light.sun_size)
        obj = bpy.data.objects.new("sun", lamp)
        obj.rotation_euler = Vector(to_sun).to_track_quat("Z", "Y").to_euler()
        bpy.context.scene.collection.objects.link(obj)
    if light.lamps:
        cam = scene_def.camera
        near = sorted(scene_def.street.lamps, key=lambda p: abs(p[0] - cam.x - 14) + abs(p[1] - cam.y) * 0.5)[:6]
        for p in near:
            lamp = bpy.data.lights.new("lamp", "POINT")
            lamp.energy, lamp.color, lamp.shadow_soft_size = 420 if p[2] > 5 else 170, (1, 0.80, 0.55), 0.18
            obj = bpy.data.objects.new("lamp", lamp)
            obj.location = (p[0], p[1], p[2] - 0.3)
            bpy.context.scene.collection.objects.link(obj)


def camera(cam):
    data = bpy.data.cameras.new("camera")
    data.sensor_fit, data.angle = "HORIZONTAL", math.radians(cam.fov)
    data.clip_start, data.clip_end = 0.05, 600
    obj = bpy.data.objects.new("camera", data)
    right, up, forward = cam.axes()
    m = Matrix((right, up, -forward)).transposed().to_4x4()
    m.translation = Vector((cam.x, cam.y, cam.z))
    obj.matrix_world = m
    bpy.context.scene.collection.objects.link(obj)
    bpy.context.scene.camera = obj


def build(scene_def):
    """Fill a fresh Blender scene from the definition."""
    clear()
    cache, wet = {}, scene_def.light.wet
    ground = mesh_object("ground", scene_def.street.ground, GROUND, cache, wet)
    del ground
    for i, (name, solid) in enumerate(scene_def.street.things):
        mesh_object(name, solid, THING + i, cache, wet)
    for thing in scene_def.placed:
        mesh_object(thing.name, thing.solid, thing.number, cache, wet)
    sky(scene_def.light)
    lights(scene_def)
    camera(scene_def.camera)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.render.threads_mode = "FIXED"
    scene.render.threads = int(os.environ.get("SCENE_THREADS", "1"))
    scene.render.resolution_x, scene.render.resolution_y = WIDTH, HEIGHT
    scene.render.resolution_percentage = 100
    scene.render.use_persistent_data = False


def compositor(light):
    scene = bpy.context.scene
    layer = scene.view_layers[0]
    layer.use_pass_mist = True
    scene.use_nodes = True
    nt = scene.node_tree
    nt.nodes.clear()
    src = nt.nodes.new("CompositorNodeRLayers")
    mul = nt.nodes.new("CompositorNodeMath")
    mul.operation = "MULTIPLY"
    mul.inputs[1].default_value = light.fog
    mix = nt.nodes.new("CompositorNodeMixRGB")
    mix.inputs[2].default_value = (*[c * light.sky_power * 0.92 for c in light.fog_colour], 1)
    glare = nt.nodes.new("CompositorNodeComposite")
    nt.links.new(src.outputs["Mist"], mul.inputs[0])
    nt.links.new(mul.outputs[0], mix.inputs[0])
    nt.links.new(src.outputs["Image"], mix.inputs[1])
    nt.links.new(mix.outputs[0], glare.inputs[0])


def picture(scene_def, path, samples=14):
    """Render the built scene to a PNG."""
    scene = bpy.context.scene
    c = scene.cycles
    c.samples, c.use_adaptive_sampling, c.adaptive_threshold, c.adaptive_min_samples = samples, True, 0.06, 4
    c.use_denoising, c.denoiser, c.denoising_prefilter = True, "OPENIMAGEDENOISE", "FAST"
    c.max_bounces, c.diffuse_bounces, c.glossy_bounces, c.transmission_bounces = 3, 2, 2, 0
    c.sample_clamp_indirect, c.sample_clamp_direct, c.caustics_reflective = 4.0, 20.0, False
    c.seed = 7
    compositor(scene_def.light)
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Punchy"
    scene.view_settings.exposure = scene_def.light.exposure + 0.45
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)


def id_map(scale=FINE) -> np.ndarray:
    """Which object each point of a fine grid shows, as (rows, columns) of uint16."""
    scene = bpy.context.scene
    mat = bpy.data.materials.new("ids")
    mat.use_nodes = True
    nt = mat.node_tree
    nt.nodes.clear()
    info = nt.nodes.new("ShaderNodeObjectInfo")
    glow = nt.nodes.new("ShaderNodeEmission")
    out = nt.nodes.new("ShaderNodeOutputMaterial")
    nt.links.new(info.outputs["Object Index"], glow.inputs["Strength"])
    nt.links.new(glow.outputs[0], out.inputs["Surface"])
    world, scene.use_nodes = scene.world, False
    scene.world = None
    layer = scene.view_layers[0]
    layer.material_override = mat
    c = scene.cycles
    c.samples, c.use_denoising, c.use_adaptive_sampling, c.max_bounces = 1, False, False, 0
    c.sample_clamp_direct = 0
    c.pixel_filter_type, c.filter_width = "BOX", 0.01
    scene.render.resolution_percentage = 100 * scale
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "32"
    with tempfile.TemporaryDirectory() as folder:
        scene.render.filepath = os.path.join(folder, "ids.exr")
        bpy.ops.render.render(write_still=True)
        image = bpy.data.images.load(scene.render.filepath)
        w, h = image.size
        data = np.empty(w * h * 4, dtype=np.float32)
        image.pixels.foreach_get(data)
        bpy.data.images.remove(image)
    layer.material_override = None
    scene.world = world
    scene.render.resolution_percentage = 100
    c.pixel_filter_type, c.filter_width = "BLACKMAN_HARRIS", 1.5
    return np.flipud(np.rint(data.reshape(h, w, 4)[:, :, 0]).astype(np.uint16))


def shade_map(scene_def, ids, scale=4) -> np.ndarray:
    """For a picture reduced by `scale`: the placed object alone in shading each ground pixel, else 0."""
    graph = bpy.context.evaluated_depsgraph_get()
    scene, cam = bpy.context.scene, scene_def.camera
    ups = [Vector((0, 0, 1))]
    if scene_def.light.to_sun():
        ups.append(Vector(scene_def.light.to_sun()))
    rows, cols = HEIGHT // scale, WIDTH // scale
    out = np.zeros((rows, cols), np.uint8)
    eye = Vector((cam.x, cam.y, cam.z))
    for r in range(rows):
        for c in range(cols):
            u, v = (c + 0.5) * scale, (r + 0.5) * scale
            if ids[int(v * FINE), int(u * FINE)] != GROUND:
                continue
            d = Vector(cam.ray(u, v))
            hit, where, *_ = scene.ray_cast(graph, eye, d, distance=60)
            if not hit:
                continue
            for to in ups:
                owners, start = set(), where + to * 0.02 + Vector((0, 0, 0.01))
                for _ in range(8):
                    hit, p, _n, _i, obj, _m = scene.ray_cast(graph, start, to, distance=40)
                    if not hit:
                        break
                    owners.add(obj.pass_index)
                    start = p + to * 0.03
                if len(owners) == 1 and min(owners) < 100:
                    out[r, c] = owners.pop()
                    break
                if owners and len(ups) == 2 and to is ups[0]:
                    break
    return out


__all__ = ["FINE", "GROUND", "THING", "build", "id_map", "picture", "rgb", "shade_map"]
